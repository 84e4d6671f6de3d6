import type { Judgement, Protocol, StepPolicy } from '@sluice/dispatcher/protocol';
import type { CallResult, ReturnedRecord } from '@sluice/shared/http/classified';
import { classifyCoupaAnswer } from '@sluice/shared/coupa-client/classify-coupa-answer';
import { encodeCall, type CoupaCall } from '@sluice/shared/coupa-client/coupa-call';
import { coupaQuota } from '@sluice/shared/coupa-client/coupa-limits';
import type { Transport } from '@sluice/shared/http/exchange';
import type { SupplierBankFields } from '@sluice/shared/coupa/supplier-bank-fields';
import { coupaSideOf } from '@sluice/shared/document-types';
import { CoupaCommand } from '@sluice/shared/messages/command';
import type { CoupaStep } from '@sluice/shared/script';

export interface CoupaProtocolParts {
  readonly coupaUrl: string;
  readonly transport: Transport;
  /** Where Coupa's suppliers hold their bank account; left out, it is not read. */
  readonly bankFields?: SupplierBankFields | undefined;
}

const suppliers = coupaSideOf('supplier').path;

/** The health probe: whether there is any purchase order. Every installation may read them, and an empty list is an answer too. */
const anyOrder: CoupaCall = {
  method: 'GET',
  path: coupaSideOf('purchase-order').path,
  query: { limit: '1', fields: '["id"]' },
};

/**
 * How the dispatcher speaks with Coupa. One call a request. Coupa has no idempotency keys, so a step says itself what is
 * done after a lost answer: a `safe` one is sent again, for the others the probe is sent first.
 */
export const coupaProtocol = ({
  coupaUrl,
  transport,
  bankFields,
}: CoupaProtocolParts): Protocol<CoupaCommand, CoupaCall> => ({
  account: 'coupa',
  system: 'Coupa',
  direction: 'to-coupa',
  callsPerRequest: 1,
  quota: coupaQuota,
  healthProbe: anyOrder,
  transport,
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
  encode: ([call], reveal) => encodeCall(coupaUrl, call as CoupaCall, reveal),
  classify: ([call], answer) => classifyCoupaAnswer(call as CoupaCall, answer, Date.now()),
  sealedFieldsOf: ({ path }) => (bankFields !== undefined && isOfSuppliers(path) ? [bankFields.iban] : []),
});

/** Whatever is asked of a supplier, also while something else is written there: an instance may answer more than was asked. */
const isOfSuppliers = (path: string): boolean => path === suppliers || path.startsWith(`${suppliers}/`);

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
