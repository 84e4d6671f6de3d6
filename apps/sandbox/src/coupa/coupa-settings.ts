import { z } from 'zod';

const names = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((name) => name !== ''))
  .or(z.array(z.string().min(1)));

const ApiFilter = z.strictObject({
  name: z.string().min(1),
  /** By Coupa's name: `order-header`, `supplier`. */
  object: z.string().min(1),
  /** As in the argument `fields`. */
  fields: z.array(z.json()),
  /** Answers that name no fields hold these. */
  default: z.boolean().default(false),
});

function readJsonText(text: string, context: z.RefinementCtx<string>): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is no JSON' });
    return z.NEVER;
  }
}

const flag = z.stringbool().or(z.boolean());

/** How this Coupa was set up where tenants differ. The admin API changes it while the sandbox runs. */
export const CoupaSettings = z.strictObject({
  /** Custom fields that were made with Coupa's "API Global Namespace": they stand at the top of a document. */
  topLevelCustomFields: names.default([]),
  /** The custom fields that there are; without it, any. */
  customFields: names.optional(),
  /** The API filters of the administrator: sets of fields with a name. */
  apiFilters: z.string().transform(readJsonText).pipe(z.array(ApiFilter)).or(z.array(ApiFilter)).default([]),
  /** Closed and cancelled orders take no change but the exported mark. */
  lockClosedOrders: flag.default(false),
  /** Coupa's support option "Reset PO/Invoice last exported at for every change": for changes by people only. */
  resetExportedOnEveryChange: flag.default(false),
  /** A token that is younger than five seconds is refused, as Coupa warns. */
  refuseYoungTokens: flag.default(false),
  /** Coupa documents 25 requests a second; 0 is without limit. */
  requestsPerSecond: z.coerce.number().min(0).default(25),
  /** Coupa documents a queue of 20 calls for those that come faster; who comes when it is full gets a 429. */
  queuedRequests: z.coerce.number().int().min(0).default(20),
  /** How an approval is told: by the signed webhook, by Process Automator's call-out, or not at all. */
  door: z.enum(['webhook', 'call-out', 'none']).default('webhook'),
  /** The form of a webhook's body. */
  webhookFormat: z.enum(['json', 'xml']).default('json'),
  /** The form of the document in a call-out. */
  callOutFormat: z.enum(['json', 'xml']).default('json'),
  /** Codes of the integrations that were set up from the beginning. */
  integrations: names.default(['PO_TO_M3', 'SUPPLIER_TO_M3']),
});

export type CoupaSettings = z.output<typeof CoupaSettings>;
