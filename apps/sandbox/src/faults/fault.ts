import { z } from 'zod';

const aim = {
  system: z.enum(['m3', 'coupa']),
  /** M3 only: the program that a request must name. */
  program: z.string().optional(),
  /** M3 only: the transaction that a request must hold. */
  transaction: z.string().optional(),
  /** A run of whole path segments: `/api/purchase_orders` meets the list and each order in it. */
  path: z.string().min(1).optional(),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .optional(),
  /**
   * Text in the query, the body or the transaction's record, or in the entry or order that the record points to by MSGN
   * or PUNO: so that the fault of one order leaves the others alone.
   */
  contains: z.string().min(1).optional(),
  /** How often it strikes before it is spent: once, or without end if there is a `rate`. */
  times: z.number().int().min(1).optional(),
  /** Of all that it could strike, this part: 0.25 is every fourth. Spread evenly, so that a run can be repeated. */
  rate: z.number().gt(0).max(1).optional(),
};

const nokWords = {
  code: z.string().default('CPF9898'),
  field: z.string().default(''),
  message: z.string().default('Refused by a fault of the sandbox'),
};

const ofM3 = { ...aim, system: z.literal('m3') };
const ofCoupa = { ...aim, system: z.literal('coupa') };

/**
 * What goes wrong. Without `path` only API calls are met, never calls for a token.
 * - drop-request: the connection is cut before anything is done;
 * - drop-answer: everything is done, then the connection is cut;
 * - status: answered as given, nothing is done;
 * - delay: the call waits first; it is done even if the caller has gone, as M3 does after the gateway's time-out;
 * - nok: that transaction is refused with these words (M3 only);
 * - terminate: M3 stops before that transaction; it and all after it are not processed (M3 bulk only);
 * - revoke-token: the token of the call is worthless from now on, for this call too;
 * - young-token: a token younger than five seconds is refused, as Coupa warns (Coupa only);
 * - fail-transfer: a finished batch entry stays behind with these words, of its `line` if one is named; its MSGN, PUNO or content is what `contains` means;
 * - delay-transfer: it becomes an order that much later;
 * - lose-notice, repeat-notice, delay-notice: a webhook or call-out never leaves, leaves so many times more, or later;
 *   `contains` looks into its body;
 * - hold-notice: it leaves after so many that came after it.
 */
export const Fault = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...aim, kind: z.literal('drop-request') }),
    z.strictObject({ ...aim, kind: z.literal('drop-answer') }),
    z.strictObject({
      ...aim,
      kind: z.literal('status'),
      status: z.number().int().min(200).max(599),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown().optional(),
    }),
    z.strictObject({ ...aim, kind: z.literal('delay'), ms: z.number().min(0) }),
    z.strictObject({ ...ofM3, kind: z.literal('nok'), ...nokWords }),
    z.strictObject({ ...ofM3, kind: z.literal('terminate') }),
    z.strictObject({ ...ofM3, kind: z.literal('fail-transfer'), ...nokWords, line: z.string().min(1).optional() }),
    z.strictObject({ ...ofM3, kind: z.literal('delay-transfer'), ms: z.number().min(0) }),
    z.strictObject({ ...aim, kind: z.literal('revoke-token') }),
    z.strictObject({ ...ofCoupa, kind: z.literal('young-token') }),
    z.strictObject({ ...ofCoupa, kind: z.literal('lose-notice') }),
    z.strictObject({ ...ofCoupa, kind: z.literal('repeat-notice'), copies: z.number().int().min(1).default(1) }),
    z.strictObject({ ...ofCoupa, kind: z.literal('delay-notice'), ms: z.number().min(0) }),
    z.strictObject({ ...ofCoupa, kind: z.literal('hold-notice'), others: z.number().int().min(1).default(1) }),
  ])
  .refine(
    (fault) => fault.system === 'm3' || (fault.program === undefined && fault.transaction === undefined),
    'program and transaction belong to faults of m3',
  );

export type Fault = z.output<typeof Fault>;

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;
