import type { Protocol, StepPolicy } from '@sluice/dispatcher/protocol';
import type { HttpAnswer, HttpRequest, Transport } from '@sluice/shared/http/exchange';
import type { Quota } from '@sluice/shared/quota/quota';
import { classifyM3Answer } from '@sluice/shared/ion/classify-m3-answer';
import { m3GroupOf, m3Request, type M3TransactionCall } from '@sluice/shared/ion/m3-request';
import { M3Command } from '@sluice/shared/messages/command';
import type { M3Step } from '@sluice/shared/script';
import { fillInCalls, fillInStep } from './fill-in-calls.js';
import { judgeProbe } from './judge-probe.js';

export type M3Protocol = Protocol<M3Command, M3TransactionCall>;

export interface M3ProtocolParts {
  /** The address of the bulk endpoint. */
  readonly bulkUrl: string;
  /** Infor gives no limit; large batches run into the gateway's time-out. */
  readonly transactionsPerRequest: number;
  readonly quota: Quota;
  readonly transport: Transport;
  readonly publish: M3Protocol['publish'];
}

/** Of a body, what goes on record: enough to see what happened. */
const recordedMax = 8_000;

/** Whom M3 takes the service account for: it reads one row, and everybody may ask it about themselves. */
const whoAmI: M3TransactionCall = { program: 'MNS150MI', transaction: 'GetUserData', record: {}, returns: ['USID'] };

/** How the dispatcher speaks with M3: scripts of MI transactions in bulk requests of m3api-rest v2. Knows no document. */
export const m3Protocol = ({
  bulkUrl,
  transactionsPerRequest,
  quota,
  transport,
  publish,
}: M3ProtocolParts): M3Protocol => ({
  account: 'm3',
  system: 'M3',
  direction: 'to-m3',
  callsPerRequest: transactionsPerRequest,
  quota,
  healthProbe: whoAmI,
  transport,
  publish,
  parse: (stored) => M3Command.parse(stored),
  policyOf,
  callsOf: fillInStep,
  undoCallsOf: (command, { undo }, returned) =>
    undo === undefined ? { unresolvable: 'the step has no undo' } : fillInCalls(command, [undo], returned),
  probeCallsOf: (command, { probe }, returned) =>
    probe === undefined ? { unresolvable: 'the step has no probe' } : fillInCalls(command, probe.calls, returned),
  judge: (_command, step, results) => judgeProbe(step, results),
  groupOf: m3GroupOf,
  encode: (calls) => m3Request(bulkUrl, calls),
  classify: (calls, answer) => classifyM3Answer(calls, answer, Date.now()),
  describeRequest,
  describeAnswer,
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
    // A write about which the script says nothing is nobody's to repeat.
    whenOutcomeUnknown: step.whenOutcomeUnknown ?? { do: 'require-operator' },
  };
}

const describeRequest = ({ method, url, body }: HttpRequest): Record<string, unknown> => ({
  method,
  url,
  body: forTheRecord(body ?? ''),
});

const describeAnswer = ({ status, headers, body }: HttpAnswer): Record<string, unknown> => ({
  status,
  contentType: headers['content-type'],
  bytes: Buffer.byteLength(body),
  body: forTheRecord(body),
});

/** Postgres takes neither a NUL nor half a surrogate pair. Credentials travel in headers only and are not here. */
const forTheRecord = (body: string): string => body.slice(0, recordedMax).replaceAll('\u0000', '').toWellFormed();
