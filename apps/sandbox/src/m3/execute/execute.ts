import type { FaultBoard, Encounter } from '../../faults/fault-board.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { ExecuteRequest, RequestedTransaction } from './execute-request.js';
import { runTransaction } from './run-transaction.js';

/** One transaction's part of the answer. */
export interface TransactionResult {
  readonly transaction: string;
  readonly records?: readonly M3Record[];
  readonly parameters?: M3Record;
  readonly errorMessage?: string;
  readonly errorCode?: string;
  readonly errorField?: string;
  readonly errorCfg?: null;
  readonly errorType?: string;
  readonly notProcessed?: true;
}

/** The answer of M3's REST layer, `nrOfSuccessfullTransactions` as it is spelt there. */
export interface ExecuteAnswer {
  readonly results: readonly TransactionResult[];
  readonly wasTerminated: boolean;
  readonly terminationReason: string | null;
  readonly terminationErrorType: string | null;
  readonly nrOfSuccessfullTransactions: number;
  readonly nrOfFailedTransactions: number;
  readonly nrOfNotProcessedTransactions: number;
  readonly bulkJobId: null;
}

/** M3 pads its messages with blanks. */
const MESSAGE_LENGTH = 80;

const nokResult = (transaction: string, nok: Nok): TransactionResult => ({
  transaction,
  errorMessage: nok.message.padEnd(MESSAGE_LENGTH),
  errorCode: nok.code,
  errorField: nok.field,
  errorCfg: null,
  errorType: nok.errorType,
  records: [],
});

export const encounterOf = (
  call: { method: string; path: string; text: string },
  request: Pick<ExecuteRequest, 'program' | 'transactions'>,
  m3: M3World,
): Encounter => ({
  ...call,
  system: 'm3',
  isApi: true,
  program: request.program,
  transactions: request.transactions.map(({ transaction, record }) => ({
    transaction,
    text: () => m3.describe(record),
  })),
});

/**
 * Runs the transactions of a request one after the other. Each succeeds or fails by itself: one that is refused undoes
 * none before it and stops none after it.
 */
export function execute(request: ExecuteRequest, met: Encounter, m3: M3World, faults: FaultBoard): ExecuteAnswer {
  const meets = (asked: RequestedTransaction): Encounter =>
    encounterOf(
      { method: met.method, path: met.path, text: '' },
      { program: request.program, transactions: [asked] },
      m3,
    );
  const results: TransactionResult[] = [];
  let terminated = false;
  for (const asked of request.transactions) {
    const { transaction, record } = asked;
    terminated ||= faults.take(meets(asked), 'terminate') !== undefined;
    if (terminated) {
      results.push({ transaction, notProcessed: true });
      continue;
    }
    try {
      const fault = faults.take(meets(asked), 'nok');
      if (fault) throw new Nok({ code: fault.code, field: fault.field, text: fault.message });
      const records = runTransaction(request, asked, m3);
      results.push({ transaction, records, ...(request.extendedResult ? { parameters: record } : {}) });
    } catch (error) {
      if (!(error instanceof Nok)) throw error;
      results.push(nokResult(transaction, error));
    }
  }
  const failed = results.filter((result) => result.errorType !== undefined).length;
  const notProcessed = results.filter((result) => result.notProcessed).length;
  return {
    results,
    wasTerminated: terminated,
    terminationReason: terminated ? 'The job was ended' : null,
    terminationErrorType: terminated ? 'JobEnded' : null,
    nrOfSuccessfullTransactions: results.length - failed - notProcessed,
    nrOfFailedTransactions: failed,
    nrOfNotProcessedTransactions: notProcessed,
    bulkJobId: null,
  };
}
