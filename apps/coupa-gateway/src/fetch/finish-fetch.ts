import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { Priority } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { withSealedReplaced } from '@sluice/shared/sealed';
import { snapshotTopic } from '@sluice/shared/topics';
import type { FetchedRef } from './fetch-script.js';
import { readSnapshot, type Newness, type ReadSnapshot } from './read-snapshot.js';
import { beginFetch, type RunCommand } from './request-fetch.js';

interface KnownDocument {
  readonly fetching: string | null;
  readonly is_requested: boolean;
  readonly is_republished: boolean;
  readonly fetching_priority: Priority | null;
  readonly revision: string | null;
  readonly changed_at: Date | null;
}

/**
 * A fetch has ended: what it brought is published as the document's snapshot, unless Coupa answered with an older state
 * than the one published last. Fetches once more when the document was announced again in the meantime.
 */
export async function finishFetch(
  tx: Transaction,
  { outbox }: Database,
  run: RunCommand,
  document: FetchedRef,
  outcome: Outcome,
  cause?: Envelope,
): Promise<void> {
  if (outcome.result === 'pending' || outcome.result === 'needs-operator') return;
  const [known]: KnownDocument[] = await tx.query(
    `SELECT fetching, requested > fetching_covers AS is_requested, revision, changed_at,
       coalesce(republish_requested <= fetching_covers, false) AS is_republished, fetching_priority
     FROM coupa_document WHERE type = $1 AND id = $2 FOR UPDATE`,
    [document.type, document.id],
  );
  if (known?.fetching !== outcome.commandId) return;
  const priority = known.fetching_priority ?? 'live';

  const read = readSnapshot(document, outcome, new Date().toISOString());
  const older = read !== undefined && isOlder(read.newness, known);
  const republishes = known.is_republished && read !== undefined && !older;
  await tx.query(
    `UPDATE coupa_document SET fetching = NULL, fetching_covers = NULL, fetching_priority = NULL,
       fetched = CASE WHEN $3 THEN fetching_covers ELSE fetched END,
       fetched_at = CASE WHEN $3 THEN now() ELSE fetched_at END,
       revision = coalesce($4, revision), changed_at = coalesce($5, changed_at),
       republish_requested = CASE WHEN $6 THEN NULL ELSE republish_requested END
     WHERE type = $1 AND id = $2`,
    [
      document.type,
      document.id,
      read !== undefined,
      older ? null : (read?.newness.revision ?? null),
      older ? null : (read?.newness.changedAt ?? null),
      republishes,
    ],
  );
  const key = documentKey(document);
  if (older)
    await outbox.audit(tx, {
      document,
      action: 'snapshot-older',
      summary: `Coupa answered with an older state of ${key} than one already published; it is not published`,
      direction: 'in',
      details: { ...read.newness },
      ...(cause !== undefined && { cause }),
    });
  else if (read !== undefined) await publishSnapshot(tx, outbox, document, read, { cause, republishes, priority });
  if (known.is_requested || read === undefined) await beginFetch(tx, run, document, { priority, cause });
}

/** Coupa: `internal-revision` rises with every change of a document; where there is none, only the time of the last change tells. */
function isOlder({ revision, changedAt }: Newness, known: KnownDocument): boolean {
  if (revision !== undefined && known.revision !== null) return revision < Number(known.revision);
  return changedAt !== undefined && known.changed_at !== null && Date.parse(changedAt) < known.changed_at.getTime();
}

/** A value is sealed anew each time, and looks different then; its fingerprint tells whether it is another one. */
const asCompared = (content: unknown): unknown => withSealedReplaced(content, ({ fingerprint }) => fingerprint);

async function publishSnapshot(
  tx: Transaction,
  outbox: Database['outbox'],
  document: FetchedRef,
  { snapshot, newness }: ReadSnapshot,
  {
    cause,
    republishes,
    priority,
  }: { readonly cause: Envelope | undefined; readonly republishes: boolean; readonly priority: Priority },
): Promise<void> {
  const key = documentKey(document);
  const trace = cause === undefined ? {} : { cause };
  const { fetchedAt, ...content } = snapshot;
  // The schema was checked when the snapshot was read.
  const publish = (value: never, compare: unknown) =>
    outbox.publishState(tx, {
      topic: snapshotTopic(document.type),
      key,
      value,
      compare: asCompared(compare),
      evenIfUnchanged: republishes,
      // What a load brings is worked off behind what is announced.
      ...(priority === 'first-load' && { priority }),
      ...trace,
    });
  let state: 'published' | 'unchanged';
  let published = content as { unavailable?: { code: string; message: string } };
  try {
    state = await publish(snapshot as never, content);
  } catch (thrown) {
    // Larger than a message may be. The sequence that was stamped is spent, which does no harm.
    if (!(thrown instanceof Failure) || thrown.code !== 'message-too-large') throw thrown;
    published = { unavailable: { code: thrown.code, message: thrown.message } };
    state = await publish({ ...published, fetchedAt } as never, published);
  }
  const what =
    published.unavailable === undefined ? 'its snapshot' : `that it is unavailable (${published.unavailable.message})`;
  await outbox.audit(tx, {
    document,
    action: state === 'published' ? 'snapshot-published' : 'snapshot-unchanged',
    summary:
      state === 'published'
        ? `Fetched ${key} from Coupa and published ${what}`
        : `Fetched ${key} from Coupa: nothing has changed`,
    direction: 'in',
    ...(newness.changedBy !== undefined && { by: newness.changedBy }),
    details: { ...newness, ...published.unavailable },
    ...trace,
  });
}
