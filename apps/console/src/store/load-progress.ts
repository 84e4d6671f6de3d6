import type { Database } from '@sluice/runtime/postgres/database';
import type { DocumentType } from '@sluice/shared/document';
import type { RecordStatus } from '@sluice/shared/status';
import { forecast, paceMs, statusesAtRest, type Load, type Progress } from '../domain/forecast.js';

/** How far the documents of a type are. */
export async function loadProgress(database: Database, type: DocumentType): Promise<Progress & { type: DocumentType }> {
  const rows = await database.query<{ status: RecordStatus; documents: string; came_to_rest: string; now: Date }>(
    `SELECT status, count(*) AS documents, clock_timestamp() AS now,
       count(*) FILTER (WHERE status = ANY($2) AND updated_at > now() - $3 * interval '1 millisecond') AS came_to_rest
     FROM record WHERE type = $1 GROUP BY status`,
    [type, statusesAtRest, paceMs],
  );
  const counted = {
    byStatus: Object.fromEntries(rows.map(({ status, documents }) => [status, Number(documents)])),
    cameToRest: rows.reduce((sum, row) => sum + Number(row.came_to_rest), 0),
    load: await lastLoad(database, type),
    now: rows[0]?.now ?? new Date(),
  };
  return { type, ...forecast(counted) };
}

/** As the gateway that fetches them tells of it, line by line. */
async function lastLoad(database: Database, type: DocumentType): Promise<Load | undefined> {
  const newest = (actions: readonly string[]) =>
    database.query<{ action: string; listed: string | null; at: Date }>(
      `SELECT action, details ->> 'listed' AS listed, at FROM audit
       WHERE action = ANY($1) AND details ->> 'type' = $2 ORDER BY at DESC, arrival DESC LIMIT 1`,
      [actions, type],
    );
  const [begun] = await newest(['load-begun']);
  const [last] = await newest(['load-begun', 'load-went-on', 'load-listed', 'load-broken-off']);
  if (begun === undefined || last === undefined) return undefined;
  return {
    begunAt: begun.at,
    listed: Number(last.listed ?? 0),
    isListed: last.action === 'load-listed',
    isBrokenOff: last.action === 'load-broken-off',
  };
}
