import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { rowOf, type FetchedType } from '@sluice/shared/document-types';
import type { Envelope } from '@sluice/shared/envelope';
import type { RunCommand } from '../fetch/request-fetch.js';
import { beginPage } from './begin-page.js';
import { pollQueryName } from './poll-queries.js';
import { beginRound, PollRound } from './poll-round.js';
import type { PollSettings } from './poll-settings.js';

export interface LoadRequest {
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly cause: Envelope;
}

/** The id under which all documents of a type are asked for. It is no document: the history tells of it under none. */
export const everyId = 'all';

/**
 * Somebody asks for everything that Coupa holds of a type. Its list is walked once, at the pace and priority of a first
 * load; one that broke off goes on where it was. While one is under way, and where a request is read again, nothing begins.
 */
export async function beginLoad(
  tx: Transaction,
  { database, run, settings }: { database: Pick<Database, 'outbox'>; run: RunCommand; settings: PollSettings },
  type: FetchedType,
  { by, at, cause }: LoadRequest,
): Promise<void> {
  const load = { type, kind: 'load' } as const;
  const [cursor]: { is_under_way: boolean; round: unknown; asked_by: string; now: Date }[] = await tx.query(
    // Loads are never due by themselves.
    `INSERT INTO cursor AS known (name, due_at, asked_at, asked_by) VALUES ($1, 'infinity', $2, $3)
     ON CONFLICT (name) DO UPDATE SET asked_at = excluded.asked_at,
       asked_by = CASE WHEN known.reading IS NULL THEN excluded.asked_by ELSE known.asked_by END
       WHERE known.asked_at < excluded.asked_at
     RETURNING reading IS NOT NULL AS is_under_way, round, asked_by, clock_timestamp() AS now`,
    [pollQueryName(load), at, by],
  );
  if (cursor === undefined) return;
  const round = cursor.round === null ? undefined : PollRound.parse(cursor.round);
  const many = rowOf(type).label[1];
  const audit = (action: string, summary: string) =>
    database.outbox.audit(tx, {
      action,
      summary,
      direction: 'in',
      by,
      details: { type, listed: round?.listed ?? 0 },
      cause,
    });
  if (cursor.is_under_way)
    return audit(
      'load-under-way',
      `${by} asked for all ${many} of Coupa, which are being loaded already: ${cursor.asked_by} asked for them, and ${round?.listed ?? 0} are listed so far`,
    );
  await audit(
    'load-begun',
    round === undefined
      ? `${by} asked for all ${many} of Coupa: its list is read from the beginning`
      : `${by} asked for all ${many} of Coupa: its list is read on after the ${round.listed} that were listed before it broke off`,
  );
  await beginPage(tx, run, load, round ?? beginRound(cursor.now, undefined), settings);
}
