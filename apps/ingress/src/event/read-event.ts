import { z } from 'zod';
import type { DocumentRef, DocumentType } from '@sluice/shared/document';
import { coupaSideOf, fetchedTypes, rowOf } from '@sluice/shared/document-types';

/** What a webhook's body says, as far as Sluice uses it: the body is a hint, the document is fetched afterwards. */
export interface WebhookEvent {
  /** The sender's own id of the event, where the body carries one. */
  readonly eventId?: string;
  readonly eventType?: string;
  /** The sender's time of the event, as it was written. */
  readonly occurredAt?: string;
  /** Absent when the event is about a type of document that Sluice does not fetch. */
  readonly document?: DocumentRef;
  /** What the event says that it is about, where that is none of these types. */
  readonly about?: string;
  /** The document's revision, as far as the body shows it: by this one state of it differs from another. */
  readonly state: DocumentState;
}

export interface DocumentState {
  readonly revision?: string;
  readonly updatedAt?: string;
  readonly status?: string;
}

/** `Purchase Order`, `purchase-order` and `PurchaseOrder` are one name. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Names under which senders know the types of document that Sluice fetches. */
const typeByName = new Map(
  fetchedTypes.flatMap((type) => coupaSideOf(type).names.map((name) => [plainName(name), type] as const)),
);

/** A short word of the sender: printable, so that it fits in a header, a log line and a database column. */
const Word = z.string().regex(/^[\x20-\x7e]{1,200}$/, 'is not 1 to 200 printable ASCII characters');

/** Where a sender puts the parts of its envelope: names of fields with dots between. */
export interface EventPlaces {
  readonly eventIdPath: string;
  readonly eventTypePath: string;
  readonly documentPath: string;
}
export const usualPlaces: EventPlaces = {
  eventIdPath: 'event_id',
  eventTypePath: 'event_type',
  documentPath: 'document',
};

const EventId = z.union([Word, z.number().transform(String)]).nullish();
const EventType = Word.nullish();
const NamedDocument = z.looseObject({ type: Word.nullish(), id: z.unknown().optional() }).nullish();

const Scalar = z.union([Word, z.number().transform(String)]);
const OccurredAt = Scalar.optional().catch(undefined);
const State = z.looseObject({
  'internal-revision': Scalar.optional().catch(undefined),
  'updated-at': Scalar.optional().catch(undefined),
  status: Scalar.optional().catch(undefined),
});

/** Whether a header's value can be the id or the type of an event. */
export const isWord = (text: string): boolean => Word.safeParse(text).success;

export type ReadEvent = { readonly event: WebhookEvent } | { readonly problem: string };

/** What is known of an event beside its body. */
export interface BesideBody {
  /** The type of the event, where a header says it. */
  readonly eventType?: string | undefined;
  /** The root of an XML document. */
  readonly root?: string | undefined;
}

/**
 * Reads the body of a webhook or a call-out. These forms are known: an envelope that names the document by type and id,
 * in an object of its own or as Coupa's `document-type` and `document-id`; a Coupa document at top level, as a call-out of
 * Coupa's Process Automator sends it; and that document as the one field of an object, or the one entry of a list.
 */
export function readEvent(body: unknown, places: EventPlaces = usualPlaces, beside: BesideBody = {}): ReadEvent {
  const { content, root } = unwrapped(body, beside.root);
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return { problem: Array.isArray(content) ? listProblem : 'the body is no object' };
  const eventId = EventId.safeParse(valueAt(content, places.eventIdPath));
  if (!eventId.success) return problemAt(places.eventIdPath, eventId.error);
  const writtenType = EventType.safeParse(beside.eventType ?? valueAt(content, places.eventTypePath));
  if (!writtenType.success) return problemAt(places.eventTypePath, writtenType.error);
  const named = NamedDocument.safeParse(valueAt(content, places.documentPath) ?? flatDocument(content));
  if (!named.success) return problemAt(places.documentPath, named.error);
  const document = named.data;
  const eventType = writtenType.data ?? undefined;
  const occurredAt = OccurredAt.parse(valueAt(content, 'occurred_at'));

  const holder: Record<string, unknown> = document ?? (content as Record<string, unknown>);
  const type = document
    ? (fetchedType(document.type ?? undefined) ?? fetchedType(kindOf(eventType)))
    : typeOf(holder, eventType, root);
  const id = coupaId(holder['id']);
  if (type !== undefined && id === undefined) return { problem: `the ${type} has no id that is a whole number` };
  const about = document?.type ?? kindOf(eventType) ?? root;

  return {
    event: {
      ...(eventId.data != null && { eventId: eventId.data }),
      ...(eventType !== undefined && { eventType }),
      ...(occurredAt !== undefined && { occurredAt }),
      ...(type !== undefined && id !== undefined && { document: { type, id } }),
      ...(type === undefined && about !== undefined && isWord(about) && { about }),
      state: stateOf(holder),
    },
  };
}

const listProblem = 'the body is a list of several documents, or of none: one event is about one document';

/** `{ "order-header": { … } }`, and a list with one entry: what stands in them, and the name under which it does. */
function unwrapped(body: unknown, root: string | undefined): { content: unknown; root: string | undefined } {
  if (Array.isArray(body) && body.length === 1) return unwrapped(body[0], root);
  if (typeof body !== 'object' || body === null) return { content: body, root };
  const [only, ...more] = Object.entries(body);
  if (only === undefined || more.length > 0) return { content: body, root };
  const [name, content] = only;
  const isNamed = fetchedType(name) !== undefined && typeof content === 'object' && content !== null;
  return isNamed ? unwrapped(content, name) : { content: body, root };
}

/** As Coupa names a document beside something else, such as its own integration history. */
function flatDocument(content: object): unknown {
  const type = valueAt(content, 'document-type') ?? valueAt(content, 'document_type');
  const id = valueAt(content, 'document-id') ?? valueAt(content, 'document_id');
  return type === undefined || id === undefined
    ? undefined
    : {
        type,
        id,
        status: valueAt(content, 'document-status'),
        'internal-revision': valueAt(content, 'document-revision'),
      };
}

/** That nothing follows from the event, and why; nothing where its document is fetched. */
export function noteOf({ document, about }: WebhookEvent): string | undefined {
  if (document !== undefined) return undefined;
  const followed = fetchedTypes.map((type) => rowOf(type).label[1]).join(' and ');
  if (about === undefined)
    return `It was taken and nothing follows from it: it does not say which kind of document it is about; ${followed} are followed.`;
  return `It was taken and nothing follows from it: it is about "${about}", and ${followed} are followed.`;
}

/** Whether the body says which event it is, which state of the document it is about, or when it happened. */
export const saysWhich = ({ eventId, occurredAt, state }: WebhookEvent): boolean =>
  (eventId ?? occurredAt ?? state.revision ?? state.updatedAt) !== undefined;

const problemAt = (path: string, error: z.ZodError): ReadEvent => ({
  problem: `${path}: ${z.prettifyError(error)}`,
});

function valueAt(body: object, path: string): unknown {
  let value: unknown = body;
  for (const field of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return undefined;
    value = (value as Record<string, unknown>)[field];
  }
  return value;
}

const fetchedType = (name: string | undefined): DocumentType | undefined =>
  name === undefined ? undefined : typeByName.get(plainName(name));

/** The kind of document before the first dot, slash or colon of an event type: `purchase_order.issued`. */
const kindOf = (eventType: string | undefined): string | undefined => eventType?.split(/[./:]/)[0];

/** The type of a document at top level: as the event type says, else by its root, else by fields that only that type has. */
function typeOf(
  holder: Record<string, unknown>,
  eventType: string | undefined,
  root: string | undefined,
): DocumentType | undefined {
  const stated = fetchedType(kindOf(eventType));
  if (stated !== undefined) return stated;
  if (root !== undefined) return fetchedType(root);
  return fetchedTypes.find((one) => coupaSideOf(one).tellingFields.some((field) => Object.hasOwn(holder, field)));
}

/** Coupa's ids are whole numbers; between systems they may have become text. */
function coupaId(written: unknown): string | undefined {
  if (typeof written === 'number') return Number.isSafeInteger(written) && written > 0 ? String(written) : undefined;
  return typeof written === 'string' && /^[1-9]\d{0,18}$/.test(written) ? written : undefined;
}

function stateOf(holder: Record<string, unknown>): DocumentState {
  const state = State.parse(holder);
  return {
    ...(state['internal-revision'] !== undefined && { revision: state['internal-revision'] }),
    ...(state['updated-at'] !== undefined && { updatedAt: state['updated-at'] }),
    ...(state.status !== undefined && { status: state.status }),
  };
}

/** The SHA-256 of a body, and our reference for its delivery. */
export interface Delivery {
  readonly hash: string;
  readonly reference: string;
}

/**
 * The id of an event whose sender gave it none: the document, its state and the body. Coupa documents no event id; the
 * same state announced twice must count as one event. Where the body says neither which state it is about nor when it
 * happened, two changes may look alike to the byte, so each delivery counts: one too many costs a read,
 * one too few an order.
 */
export function deriveEventId({ document, eventType, occurredAt, state }: WebhookEvent, delivery: Delivery): string {
  const what = document === undefined ? (eventType ?? 'unknown') : `${document.type}/${document.id}`;
  const which = state.revision ?? state.updatedAt ?? occurredAt ?? delivery.reference;
  return ['derived', what, which, state.status ?? '', delivery.hash].join(':');
}
