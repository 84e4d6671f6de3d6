import { fromHeaders, type Envelope } from '@sluice/shared/envelope';
import { topics, type MessageOn, type TopicName } from '@sluice/shared/topics';
import type { KafkaMessage } from 'kafkajs';
import { storableText } from './fold-tries.js';

export interface Decoded<T extends TopicName> {
  readonly key: string;
  readonly value: MessageOn<T>;
  readonly envelope: Envelope;
}

export type Decoding<T extends TopicName> = { readonly message: Decoded<T> } | { readonly unreadable: string };

/** Bytes → envelope, key and value, or what is wrong with them. Never throws. */
export function decodeMessage<T extends TopicName>(topic: T, raw: KafkaMessage): Decoding<T> {
  if (raw.value === null) return { unreadable: 'The value is null; a removal is a message with `removed: true`.' };
  if (raw.key === null) return { unreadable: 'The message has no key.' };
  if (raw.key.includes(0)) return { unreadable: 'The key holds a NUL character, which Postgres cannot store.' };
  const envelope = fromHeaders(readHeaders(raw));
  if (!envelope.success) return { unreadable: `Headers: ${issuesOf(envelope.error)}` };
  if (topics[topic].state && envelope.data.sequence === undefined)
    return { unreadable: `Headers: ${topic} carries state, and the message has no ce_sequence.` };
  let json: unknown;
  try {
    json = JSON.parse(utf8(raw.value), keepLongNumbers);
  } catch (thrown) {
    return { unreadable: `Body: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
  const value = topics[topic].schema.safeParse(json);
  if (!value.success) return { unreadable: `Body: ${issuesOf(value.error)}` };
  return { message: { key: raw.key.toString(), value: value.data as MessageOn<T>, envelope: envelope.data } };
}

/** Headers as text that Postgres can store; of a repeated header the last counts. */
export function readHeaders(raw: KafkaMessage): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw.headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) read[name] = storableText(last.toString());
  }
  return read;
}

const utf8 = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** A number that JavaScript cannot hold exactly stays as it was written, as text; ids and decimals accept both. */
function keepLongNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const digits = context.source.replace(/e.*$/i, '').replace(/[^\d]/g, '').replace(/^0+/, '');
  return digits.length > 15 && !Number.isSafeInteger(value) ? context.source : value;
}

const issuesOf = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string =>
  error.issues.map((issue) => `${issue.path.map(String).join('.') || 'value'}: ${issue.message}`).join('; ');
