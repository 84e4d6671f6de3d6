import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { rowsPerPage } from '@sluice/shared/coupa-client/coupa-limits';
import { beginTrace } from '@sluice/runtime/tracing/begin-trace';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import { documentKey } from '@sluice/shared/document';
import { coupaSideOf, rowOf } from '@sluice/shared/document-types';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { beginPage } from './begin-page.js';
import { afterPage, isLastPage, nextWatermark, PollRound } from './poll-round.js';
import { intervalOf, type PollSettings } from './poll-settings.js';
import { isOutdated, readPage, type Held, type Listed } from './read-page.js';
import { pollQueryName, pollQueryOf, type PollQuery } from './poll-queries.js';
import { requestFetch, type RunCommand } from '../fetch/request-fetch.js';

interface Cursor {
  readonly name: string;
  readonly watermark: Date | null;
  readonly round: unknown;
}

export interface Polling {
  readonly database: Database;
  readonly run: RunCommand;
  readonly settings: PollSettings;
  readonly tracing: Tracing;
}

/**
 * A page has been read: what Coupa shows in another state than the one held is fetched, by a load all that it shows, and the
 * next page follows, or the round ends. A round that Coupa refuses leaves the watermark where it was, so the next one sees
 * the same; a load stays where it was, until it is asked for again.
 */
export async function finishPage(
  tx: Transaction,
  { database, run, settings, tracing }: Polling,
  outcome: Outcome,
): Promise<void> {
  if (outcome.result === 'pending' || outcome.result === 'needs-operator') return;
  const [cursor]: Cursor[] = await tx.query('SELECT name, watermark, round FROM cursor WHERE reading = $1 FOR UPDATE', [
    outcome.commandId,
  ]);
  const pollQuery = cursor === undefined ? undefined : pollQueryOf(cursor.name);
  if (cursor === undefined || pollQuery === undefined) return;

  const page = readPage(outcome);
  if ('problem' in page && pollQuery.kind === 'load')
    return breakOffLoad(tx, database, pollQuery, cursor, page.problem);
  if ('problem' in page) {
    await database.outbox.audit(tx, {
      action: 'poll-failed',
      summary: `The list of ${pollQueryName(pollQuery)} could not be read: ${page.problem}`,
      direction: 'in',
    });
    return endRound(tx, pollQuery, cursor.watermark, settings);
  }
  if (page.passedOver.length > 0) await auditPassedOver(tx, database, pollQuery, page.passedOver);
  const held = await loadHeld(tx, pollQuery, page.rows);
  const outdated = page.rows.filter((row) => pollQuery.kind === 'load' || isOutdated(held.get(row.id), row));
  for (const row of outdated) await requestFoundFetch(tx, { database, run, tracing }, pollQuery, row);
  const round = afterPage(PollRound.parse(cursor.round), {
    rows: page.rows,
    size: page.size,
    held: [...held.values()].filter(({ revision, changedAt }) => revision !== null || changedAt !== null).length,
    outdated: outdated.map(({ id }) => id),
  });
  const isLast = isLastPage(page.size);
  if (pollQuery.kind === 'load') await auditLoad(tx, database, pollQuery, round, isLast);
  if (!isLast) return beginPage(tx, run, pollQuery, round, settings);
  if (pollQuery.kind === 'count') await auditCount(tx, database, pollQuery, round);
  await endRound(tx, pollQuery, nextWatermark(round, cursor.watermark), settings);
}

/** Rows that name no document: nothing can be fetched by them, and the others must not stop because of them. */
const auditPassedOver = (
  tx: Transaction,
  { outbox }: Database,
  pollQuery: PollQuery,
  passedOver: readonly string[],
): Promise<void> =>
  outbox.audit(tx, {
    action: 'poll-rows-passed-over',
    summary: `A page of the list of ${pollQueryName(pollQuery)} has rows that cannot be used, and they are passed over: ${passedOver.slice(0, saidMax).join('; ')}`,
    direction: 'in',
    details: { type: pollQuery.type, passedOver: passedOver.length },
  });

/** So many of them are described. */
const saidMax = 5;

async function loadHeld(tx: Transaction, { type }: PollQuery, rows: readonly Listed[]): Promise<Map<string, Held>> {
  const known: { id: string; revision: string | null; changed_at: Date | null }[] = await tx.query(
    'SELECT id, revision, changed_at FROM coupa_document WHERE type = $1 AND id = ANY($2)',
    [type, rows.map(({ id }) => id)],
  );
  return new Map(
    known.map(({ id, revision, changed_at: changedAt }) => [
      id,
      { revision: revision === null ? null : Number(revision), changedAt },
    ]),
  );
}

async function requestFoundFetch(
  tx: Transaction,
  { database, run, tracing }: Pick<Polling, 'database' | 'run' | 'tracing'>,
  { type, kind }: PollQuery,
  { id, revision, changedAt }: Listed,
): Promise<void> {
  const document = { type, id };
  const cause = beginTrace(tracing, 'coupa-gateway', kind === 'load' ? 'loaded' : 'found by poll', document);
  // The load was asked for: it is told once, and each document by its fetch. One that is known is handed on as well.
  if (kind === 'load') return requestFetch(tx, run, document, { priority: 'first-load', cause, republish: true });
  await database.outbox.audit(tx, {
    document,
    action: 'found-by-poll',
    summary: `The poll found ${documentKey(document)} in a state that was not fetched yet`,
    direction: 'in',
    details: { pollQuery: kind, revision, changedAt: changedAt?.toISOString() },
    cause,
  });
  await requestFetch(tx, run, document, { priority: 'replay', cause });
}

/** So often that whoever watches sees it go on, and seldom enough for a history of tens of thousands of documents. */
const pagesToAudit = 10;

/** How far a load has come: the console reads from it how many documents there are. */
async function auditLoad(
  tx: Transaction,
  { outbox }: Database,
  { type }: PollQuery,
  { listed }: PollRound,
  isLast: boolean,
): Promise<void> {
  if (!isLast && (listed / rowsPerPage) % pagesToAudit !== 0) return;
  const [, many] = rowOf(type).label;
  await outbox.audit(tx, {
    action: isLast ? 'load-listed' : 'load-went-on',
    summary: isLast
      ? `Coupa’s list of all ${many} is read to its end: it has ${listed}, and each of them is fetched`
      : `${listed} ${many} of Coupa are listed so far, and fetched one after the other`,
    direction: 'in',
    details: { type, listed },
  });
}

async function breakOffLoad(
  tx: Transaction,
  { outbox }: Database,
  pollQuery: PollQuery,
  cursor: Cursor,
  problem: string,
): Promise<void> {
  const { listed } = PollRound.parse(cursor.round);
  const [, many] = rowOf(pollQuery.type).label;
  await tx.query('UPDATE cursor SET reading = NULL WHERE name = $1', [cursor.name]);
  await outbox.audit(tx, {
    action: 'load-broken-off',
    summary: `The list of all ${many} could not be read on after ${listed}: ${problem}. Whoever asks for the load again lets it go on from there`,
    direction: 'in',
    details: { type: pollQuery.type, listed },
  });
}

/** Once a day, in words and in numbers. What was missing is being fetched. */
async function auditCount(
  tx: Transaction,
  { outbox }: Database,
  pollQuery: PollQuery,
  round: PollRound,
): Promise<void> {
  const { listed, held, outdated, since = '' } = round;
  await tx.query('UPDATE cursor SET counted = $2, counted_at = now() WHERE name = $1', [
    pollQueryName(pollQuery),
    JSON.stringify({ coupa: listed, held }),
  ]);
  const [, many] = rowOf(pollQuery.type).label;
  const what = coupaSideOf(pollQuery.type).polledStatuses === undefined ? many : `final ${many}`;
  const missing = outdated.length === 0 ? '' : `; fetched now: ${outdated.join(', ')}`;
  await outbox.audit(tx, {
    action: 'documents-counted',
    summary: `Of what was changed since ${since.slice(0, 10)}, Coupa has ${listed} ${what}, Sluice holds ${held}${missing}`,
    direction: 'in',
    details: { type: pollQuery.type, coupa: listed, held, outdated },
  });
}

async function endRound(
  tx: Transaction,
  pollQuery: PollQuery,
  watermark: Date | null,
  settings: PollSettings,
): Promise<void> {
  await tx.query(
    `UPDATE cursor SET watermark = $2, round = NULL, reading = NULL, ended_at = now(),
       due_at = CASE WHEN $4 THEN 'infinity' ELSE clock_timestamp() + $3 * interval '1 millisecond' END
     WHERE name = $1`,
    [pollQueryName(pollQuery), watermark, intervalOf(pollQuery, settings), pollQuery.kind === 'load'],
  );
}
