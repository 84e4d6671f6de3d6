import { z } from 'zod';

/**
 * What Coupa holds of one document, as fetched. Exactly one of `body`, `removed`, `unavailable` is there.
 * `unavailable` is a refusal for good (403, 404); it never overwrites a body that a sync already holds.
 */
export const snapshotOf = <Body extends z.ZodType>(body: Body) =>
  z.union([
    z.object({ body, fetchedAt: z.iso.datetime() }),
    z.object({ removed: z.literal(true), fetchedAt: z.iso.datetime() }),
    z.object({ unavailable: z.object({ code: z.string(), message: z.string() }), fetchedAt: z.iso.datetime() }),
  ]);

export type Snapshot<Body> =
  | { readonly body: Body; readonly fetchedAt: string }
  | { readonly removed: true; readonly fetchedAt: string }
  | { readonly unavailable: { readonly code: string; readonly message: string }; readonly fetchedAt: string };
