import { z } from 'zod';
import { Priority } from './messages/command.js';

/**
 * The CloudEvents 1.0 attributes of a message in Kafka's binary mode: each is a header `ce_<name>`, the body is the data.
 * `sequence` (the CloudEvents Sequence extension) is on state topics only: readers drop what is not newer. `priority` is an
 * extension of our own (`slpriority`, since the name may hold nothing but letters and digits): how urgent what follows from
 * the message is; left out, and of a newer release, live.
 */
export const Envelope = z.object({
  id: z.uuid(),
  source: z.string(),
  type: z.string(),
  time: z.iso.datetime(),
  subject: z.string().optional(),
  sequence: z.number().int().positive().optional(),
  traceparent: z.string().optional(),
  priority: Priority.optional().catch(undefined),
});
export type Envelope = z.infer<typeof Envelope>;

/** The envelope as Kafka headers. */
export function toHeaders(envelope: Envelope): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_source: envelope.source,
    ce_type: envelope.type,
    ce_time: envelope.time,
    'content-type': 'application/json',
    ...(envelope.subject !== undefined && { ce_subject: envelope.subject }),
    ...(envelope.sequence !== undefined && { ce_sequence: String(envelope.sequence) }),
    ...(envelope.traceparent !== undefined && { traceparent: envelope.traceparent }),
    ...(envelope.priority !== undefined && { ce_slpriority: envelope.priority }),
  };
}

/** The envelope read from Kafka headers, or what is wrong with them. */
export function fromHeaders(headers: Readonly<Record<string, string>>): z.ZodSafeParseResult<Envelope> {
  return Envelope.safeParse({
    id: headers['ce_id'],
    source: headers['ce_source'],
    type: headers['ce_type'],
    time: headers['ce_time'],
    subject: headers['ce_subject'],
    sequence: headers['ce_sequence'] === undefined ? undefined : Number(headers['ce_sequence']),
    traceparent: headers['traceparent'],
    priority: headers['ce_slpriority'],
  });
}
