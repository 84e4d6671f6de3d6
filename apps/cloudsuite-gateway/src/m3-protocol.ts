import type { Judgement, Protocol, StepPolicy } from '@sluice/dispatcher/protocol';
import { recordsThatMatch } from '@sluice/dispatcher/step/match-records';
import type { CallResult, ReturnedRecord } from '@sluice/shared/http/classified';
import type { Transport } from '@sluice/shared/http/exchange';
import { classifyM3Answer } from '@sluice/shared/ion/classify-m3-answer';
import { m3GroupOf, m3Request, type M3TransactionCall } from '@sluice/shared/ion/m3-request';
import { M3Command } from '@sluice/shared/messages/command';
import type { Quota } from '@sluice/shared/quota/quota';
import type { M3Probe, M3Step } from '@sluice/shared/script';
import { fillInCalls, fillInStep } from './fill-in-calls.js';

export type M3Protocol = Protocol<M3Command, M3TransactionCall>;

export interface M3ProtocolParts {
  /** The address of the bulk endpoint. */
  readonly bulkUrl: string;
  /** Infor gives no limit; large batches run into the gateway's time-out. */
  readonly transactionsPerRequest: number;
  readonly quota: Quota;
  readonly transport: Transport;
}

/** The health probe: the user that M3 takes the service account for. It reads one row, and every user may do so. */
const whoAmI: M3TransactionCall = { program: 'MNS150MI', transaction: 'GetUserData', record: {}, returns: ['USID'] };

/** How the dispatcher speaks with M3: scripts of MI transactions in bulk requests of m3api-rest v2. Knows no document. */
export const m3Protocol = ({ bulkUrl, transactionsPerRequest, quota, transport }: M3ProtocolParts): M3Protocol => ({
  account: 'm3',
  system: 'M3',
  direction: 'to-m3',
  callsPerRequest: transactionsPerRequest,
  quota,
  healthProbe: whoAmI,
  transport,
  parse: (stored) => M3Command.parse(stored),
  policyOf,
  callsOf: fillInStep,
  undoCallsOf: (command, { undo }, returned) =>
    undo === undefined ? { unresolvable: 'the step has no undo' } : fillInCalls(command, [undo], returned),
  probeCallsOf: (command, { probe }, returned) =>
    probe === undefined ? { unresolvable: 'the step has no probe' } : fillInCalls(command, probe.calls, returned),
  judge: (_command, step, results) => judgeProbe(step, results),
  groupOf: m3GroupOf,
  encode: (calls, reveal) => m3Request(bulkUrl, calls, reveal),
  classify: (calls, answer) => classifyM3Answer(calls, answer, Date.now()),
  sealedFieldsOf: ({ sealsReturned = [] }) => sealsReturned.map((field) => [field]),
});

function policyOf(step: M3Step): StepPolicy {
  return {
    id: step.id,
    kind: step.kind,
    commit: step.commit ?? false,
    optional: false,
    ...(step.ifFound !== undefined && {
      stopIfFound: step.ifFound.match === undefined ? {} : { match: step.ifFound.match },
    }),
    independent: step.independent,
    hasUndo: step.undo !== undefined,
    hasProbe: step.probe !== undefined,
    // A write about which the script says nothing is never repeated without a person.
    whenOutcomeUnknown: step.whenOutcomeUnknown ?? { do: 'require-operator' },
  };
}

/**
 * What the answers to a probe say about the write. A record proves that it was done; none proves the opposite only where
 * the script says so, because M3 may still be working on it. A refusal ("does not exist") counts as no record for the
 * first, and for nothing for the second: it may have had another reason.
 */
export function judgeProbe(step: M3Step, results: readonly CallResult[]): Judgement {
  const { probe } = step;
  const notSeen: Judgement = { verdict: 'not-seen', records: [] };
  if (probe === undefined) return notSeen;
  const records = results.flatMap((result) => (result.state === 'ok' ? result.records : []));
  if (probe.reads === 'states') return judgeByState(records, probe.states);
  const found = recordsThatMatch(records, probe.match);
  if (found.length > 0) return { verdict: 'done', records: [found] };
  const allAnswered = results.every((result) => result.state === 'ok');
  if (probe.reads === 'absent-proves' && allAnswered && records.length === 0)
    return { verdict: 'not-done-proven', records: [] };
  return notSeen;
}

/** Records that contradict each other prove nothing. */
function judgeByState(records: readonly ReturnedRecord[], states: M3Probe['states']): Judgement {
  const values = records.map((record) => String(states === undefined ? '' : (record[states.field] ?? '')));
  const areAll = (proving: readonly string[] = []): boolean =>
    values.length > 0 && values.every((value) => proving.includes(value));
  if (areAll(states?.done)) return { verdict: 'done', records: [records] };
  return { verdict: areAll(states?.notDone) ? 'not-done-proven' : 'not-seen', records: [] };
}
