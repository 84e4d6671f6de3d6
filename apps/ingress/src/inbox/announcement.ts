import type { AnyMessageToPut } from '@sluice/runtime/outbox/outbox';
import { newTraceparent } from '@sluice/runtime/tracing/traceparent';
import type { Database } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { noteOf } from '../event/read-event.js';
import type { TrustedEvent } from './trusted-event.js';

/** What is published of a new event: a notice where its document is of a fetched type, and a line of history. */
export function announcementOf({ outbox }: Database, stored: TrustedEvent): AnyMessageToPut[] {
  const { channel, event, eventId, reference, receivedAt } = stored;
  const { document, eventType } = event;
  const cause = envelopeOf(stored);
  const what = eventType ?? 'an event';
  if (document === undefined) {
    const summary = `Coupa announced ${what} by ${channel}. ${noteOf(event)}`;
    return [
      outbox.auditMessage({
        action: 'event-ignored',
        summary,
        direction: 'in',
        details: { channel, eventId, reference },
        cause,
      }),
    ];
  }
  const key = documentKey(document);
  const notice = { document, reason: channel, eventId, noticedAt: receivedAt } as const;
  return [
    {
      topic: 'coupa.notice.v1',
      key,
      value: eventType === undefined ? notice : { ...notice, eventType },
      cause,
    },
    outbox.auditMessage({
      document,
      action: 'event-received',
      summary: `Coupa announced ${what} for ${key} by ${channel}`,
      direction: 'in',
      details: { channel, eventId, reference, ...event.state },
      cause,
    }),
  ];
}

/** Beside the announcement, which is like any other: the document is fetched as it is now, whatever the event said. */
export function alarmOf({ outbox }: Database, stored: TrustedEvent): AnyMessageToPut {
  const { channel, event, eventId, hash, reference } = stored;
  return outbox.auditMessage({
    ...(event.document !== undefined && { document: event.document }),
    action: 'event-id-reused',
    summary: `Another event came under the id ${eventId}; it is announced all the same`,
    direction: 'in',
    details: { channel, eventId, reference, hash },
    cause: envelopeOf(stored),
  });
}

/** The event as the cause of its notice and its line of history, which belong to its trace. */
const envelopeOf = ({
  channel,
  reference,
  event,
  receivedAt,
  traceparent = newTraceparent(),
}: TrustedEvent): Envelope => ({
  id: reference,
  source: '/coupa',
  type: event.eventType ?? channel,
  time: receivedAt,
  traceparent,
});
