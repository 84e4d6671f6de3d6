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
  /** How often it strikes before it is spent. */
  times: z.number().int().min(1).default(1),
};

/**
 * What goes wrong. Without `path` only API calls are met, never calls for a token.
 * - drop-request: the connection is cut before anything is done;
 * - drop-answer: everything is done, then the connection is cut;
 * - status: answered as given, nothing is done;
 * - delay: the call waits first; it is done even if the caller has gone, as M3 does after the gateway's time-out;
 * - nok: that transaction is refused with these words (M3 only);
 * - terminate: M3 stops before that transaction; it and all after it are not processed (M3 bulk only);
 * - revoke-token: the token of the call is worthless from now on, for this call too;
 * - young-token: a token younger than five seconds is refused, as Coupa warns (Coupa only).
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
    z.strictObject({
      ...aim,
      system: z.literal('m3'),
      kind: z.literal('nok'),
      code: z.string().default('CPF9898'),
      field: z.string().default(''),
      message: z.string().default('Refused by a fault of the sandbox'),
    }),
    z.strictObject({ ...aim, system: z.literal('m3'), kind: z.literal('terminate') }),
    z.strictObject({ ...aim, kind: z.literal('revoke-token') }),
    z.strictObject({ ...aim, system: z.literal('coupa'), kind: z.literal('young-token') }),
  ])
  .refine(
    (fault) => fault.system === 'm3' || (fault.program === undefined && fault.transaction === undefined),
    'program and transaction belong to faults of m3',
  );

export type Fault = z.output<typeof Fault>;

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;
