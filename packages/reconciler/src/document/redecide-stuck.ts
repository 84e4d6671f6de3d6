import type { DecideContext } from '../decide/decide-context.js';

/** Documents on which every version that saw them threw are due again when this one has not seen them yet; returns how many. */
export async function redecideStuck({ database, domains, codeVersion }: DecideContext): Promise<number> {
  let woken = 0;
  for (;;) {
    const [batch] = await database.query<{ woken: number }>(
      `WITH found AS (
         SELECT type, id FROM document
         WHERE stuck IS NOT NULL AND NOT stuck->'codeVersions' @> to_jsonb($1::text)
           AND (due_at IS NULL OR due_at > now()) AND type = ANY ($2)
         LIMIT 500 FOR UPDATE SKIP LOCKED
       ), changed AS (
         UPDATE document SET due_at = now() FROM found
         WHERE (document.type, document.id) = (found.type, found.id) RETURNING document.id
       )
       SELECT count(*)::int AS woken FROM changed`,
      [codeVersion, [...domains.keys()]],
    );
    if (!batch || batch.woken === 0) return woken;
    woken += batch.woken;
  }
}
