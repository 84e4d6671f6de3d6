import type { DecideContext } from '../decide/decide-context.js';
import { makeFoundDue } from './make-found-due.js';

/** Documents on which every version that saw them threw are due again when this one has not seen them yet; returns how many. */
export const retryStuck = ({ database, domains, codeVersion }: DecideContext): Promise<number> =>
  makeFoundDue(
    database,
    `SELECT type, id FROM document
     WHERE stuck IS NOT NULL AND NOT stuck->'codeVersions' @> to_jsonb($1::text) AND type = ANY ($2)`,
    [codeVersion, [...domains.keys()]],
  );
