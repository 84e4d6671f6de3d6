import { parseDocumentKey } from '@sluice/shared/document';
import type { TopicName } from '@sluice/shared/topics';
import type { Decoding } from '../kafka/decode-message.js';
import type { Place } from '../kafka/fold-tries.js';
import { noTracing, type Span, type Tracing } from './tracing.js';

/** Lines of history repeat what the other spans show. */
const untraced: readonly TopicName[] = ['audit.v1'];

/** A message with the span of its receipt: for its fold, that span is what caused the message. */
export function traceReceipt(
  tracing: Tracing,
  { topic, partition, offset, key }: Place,
  decoding: Decoding<TopicName>,
): { readonly decoding: Decoding<TopicName>; readonly span: Span } {
  const message = 'message' in decoding ? decoding.message : undefined;
  const span = (untraced.includes(topic) ? noTracing : tracing).begin({
    name: `receive ${topic}`,
    kind: 'consumer',
    parent: message?.envelope.traceparent,
    attributes: {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'receive',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.kafka.offset': Number(offset),
      'messaging.message.id': message?.envelope.id,
      'sluice.document': parseDocumentKey(key) && key,
    },
  });
  if (message === undefined || span.traceparent === undefined) return { decoding, span };
  const envelope = { ...message.envelope, traceparent: span.traceparent };
  return { decoding: { message: { ...message, envelope } }, span };
}
