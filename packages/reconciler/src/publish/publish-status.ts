import { documentKey } from '@sluice/shared/document';
import { topics } from '@sluice/shared/topics';
import type { DocumentStatus } from '@sluice/shared/messages/document-status';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { boundedList, boundedReason, boundedText } from '../bounded-text.js';
import type { KnownDocument } from '../document/knowledge.js';

type StatusToPublish = Omit<DocumentStatus, 'document' | 'at'>;

/**
 * Publishes the status of a document and writes it into its history, unless it is the one that was published last. Where a
 * person asked for the decision, it is in the history also if it changed nothing.
 */
export async function publishStatus(
  tx: Transaction,
  { outbox }: Database,
  document: KnownDocument,
  decided: StatusToPublish,
  details: Record<string, unknown> = {},
): Promise<void> {
  const status = fitting(decided);
  const cause = document.cause && { cause: document.cause };
  const content = { ...status, document: document.ref };
  const published = await outbox.publishState(tx, {
    topic: 'status.v1',
    key: documentKey(document.ref),
    value: { ...content, at: document.now },
    compare: content,
    ...cause,
  });
  const { askedBy } = document;
  if (published === 'unchanged' && askedBy === undefined) return;
  await outbox.audit(tx, {
    document: document.ref,
    action: 'decided',
    summary: `${published === 'unchanged' ? 'Still ' : ''}${summaryOf(status)}`,
    ...(askedBy !== undefined && { by: askedBy }),
    details: { status: status.status, destinations: status.destinations, ...details },
    ...cause,
  });
}

/** What the topic takes, less the room for envelope and reference. */
const bytesMax = topics['status.v1'].maxBytes - 10_000;

/** So many can be read at a glance. */
const highlightsMax = 50;

/** The same with its texts and lists as long as the topic takes them: rather short everywhere than not published at all. */
function fitting(status: StatusToPublish): StatusToPublish {
  for (const charactersMax of [2_000, 500]) {
    const shortened = shortenedTo(status, charactersMax);
    if (Buffer.byteLength(JSON.stringify(shortened)) <= bytesMax) return shortened;
  }
  return shortenedTo(status, 100);
}

function shortenedTo(status: StatusToPublish, charactersMax: number): StatusToPublish {
  const { title, warning, highlights, destinations } = status;
  return {
    ...status,
    ...shortenedReason(status, charactersMax),
    title: boundedText(title, 300),
    ...(highlights && {
      highlights: highlights
        .slice(0, highlightsMax)
        .map(({ label, text }) => ({ label: boundedText(label, 100), text: boundedText(text, 300) })),
    }),
    ...(warning && { warning: boundedReason(warning, charactersMax) }),
    destinations: destinations.map((destination) => ({
      ...destination,
      ...shortenedReason(destination, charactersMax),
      // Its id and the answers stay whole: they are what is answered by.
      ...(destination.questions && {
        questions: destination.questions.map((question) => ({
          ...question,
          text: boundedText(question.text, charactersMax),
        })),
      }),
    })),
  };
}

const shortenedReason = (
  { reason, waitingFor }: Pick<StatusToPublish, 'reason' | 'waitingFor'>,
  charactersMax: number,
): Pick<StatusToPublish, 'reason' | 'waitingFor'> => ({
  ...(reason && { reason: boundedReason(reason, charactersMax) }),
  ...(waitingFor && { waitingFor: boundedList(waitingFor, 5 * charactersMax).listed }),
});

function summaryOf({ status, reason, waitingFor, warning }: StatusToPublish): string {
  const why = waitingFor && status === 'Waiting' ? summaryOfKeys(waitingFor) : reason?.message;
  return `${status}${why ? `: ${why}` : ''}${warning ? ` (but: ${warning.message})` : ''}`;
}

/** In one line of the history. */
function summaryOfKeys(keys: readonly string[]): string {
  const { listed, more } = boundedList(keys, 1_000);
  return `${listed.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
