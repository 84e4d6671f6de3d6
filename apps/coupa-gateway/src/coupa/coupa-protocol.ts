import type { Judgement, Protocol, StepPolicy } from '@sluice/dispatcher/protocol';
import type { CallResult, ReturnedRecord } from '@sluice/shared/http/classified';
import type { HttpAnswer, HttpRequest, Transport } from '@sluice/shared/http/exchange';
import { CoupaCommand } from '@sluice/shared/messages/command';
import type { CoupaStep } from '@sluice/shared/script';
import { classifyCoupaAnswer } from './classify-coupa-answer.js';
import { encodeCall, type CoupaCall } from './coupa-call.js';
import { coupaQuota } from './coupa-limits.js';
import { parseCoupaJson } from './parse-coupa-json.js';
import { withoutSecrets } from './without-secrets.js';

export interface CoupaProtocolParts {
  readonly coupaUrl: string;
  readonly transport: Transport;
  readonly publish: Protocol<CoupaCommand, CoupaCall>['publish'];
}

/** Of a body, what goes on record: enough to see what happened. */
const recordedMax = 4_000;

/**
 * How the dispatcher speaks with Coupa. One call a request. Coupa has no idempotency keys, so a step says itself how a
 * lost answer is dealt with: a `safe` one is sent again, for the others its probe is asked first.
 */
export const coupaProtocol = ({
  coupaUrl,
  transport,
  publish,
}: CoupaProtocolParts): Protocol<CoupaCommand, CoupaCall> => ({
  account: 'coupa',
  system: 'Coupa',
  direction: 'to-coupa',
  callsPerRequest: 1,
  quota: coupaQuota,
  transport,
  publish,
  parse: (stored) => CoupaCommand.parse(stored),
  policyOf,
  callsOf: (_command, { method, path, query, body }) => [
    { method, path, ...(query !== undefined && { query }), ...(body !== undefined && { body }) },
  ],
  undoCallsOf: () => [],
  probeCallsOf: (_command, { probe }) =>
    probe === undefined
      ? []
      : [{ method: 'GET', path: probe.path, ...(probe.query !== undefined && { query: probe.query }) }],
  judge: (_command, step, results) => judgeProbe(step, results),
  groupOf: ({ method, path }) => `${method} ${path}`,
  encode: ([call]) => encodeCall(coupaUrl, call as CoupaCall),
  classify: (_calls, answer) => classifyCoupaAnswer(answer),
  describeRequest,
  describeAnswer,
});

function policyOf(step: CoupaStep): StepPolicy {
  const isSafe = step.repeat === 'safe';
  return {
    id: step.id,
    kind: step.method === 'GET' ? 'read' : 'write',
    commit: false,
    optional: step.optional ?? false,
    hasUndo: false,
    hasProbe: !isSafe && step.probe !== undefined,
    whenOutcomeUnknown: isSafe || step.probe !== undefined ? { do: 'repeat' } : { do: 'require-operator' },
  };
}

/** A record that carries the values looked for proves the effect; none proves nothing, as it may still be on its way. */
function judgeProbe({ probe }: CoupaStep, results: readonly CallResult[]): Judgement {
  const found = results.flatMap((result) => (result.state === 'ok' ? result.records : []));
  const match = Object.entries(probe?.match ?? {});
  const hit = found.find((record) => match.every(([path, value]) => textAt(record, path) === value.trim()));
  return hit === undefined ? { verdict: 'not-seen', records: [] } : { verdict: 'done', records: [[hit]] };
}

/** The value at a path such as `custom-fields.external-id`, as text. Names of Coupa's fields hold no dots. */
function textAt(record: ReturnedRecord, path: string): string | undefined {
  let value: unknown = record;
  for (const field of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[field];
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const describeRequest = ({ method, url, body }: HttpRequest): Record<string, unknown> => ({
  method,
  url,
  ...(body !== undefined && { body: forTheRecord(body) }),
});

const describeAnswer = ({ status, headers, body }: HttpAnswer): Record<string, unknown> => ({
  status,
  contentType: headers['content-type'],
  bytes: Buffer.byteLength(body),
  body: forTheRecord(body),
});

const forTheRecord = (body: string): string => {
  const json = parseCoupaJson(body);
  const text = json === undefined ? body.replaceAll('\u0000', '') : JSON.stringify(withoutSecrets(json));
  return text.slice(0, recordedMax).toWellFormed();
};
