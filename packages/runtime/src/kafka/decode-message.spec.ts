import type { KafkaMessage } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { toHeaders } from '@sluice/shared/envelope';
import { decodeMessage } from './decode-message.js';

const headers = toHeaders({
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  source: '/test',
  type: 'any',
  time: '2026-01-05T08:00:00.000Z',
  sequence: 7,
});
const raw = (value: string | Buffer | null, more: Partial<KafkaMessage> = {}): KafkaMessage =>
  ({
    key: Buffer.from('supplier/17'),
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    timestamp: '0',
    offset: '0',
    attributes: 0,
    ...more,
  }) as KafkaMessage;
const supplier = (id: string) =>
  `{"body":{"id":${id},"name":"Acme","status":"active"},"fetchedAt":"2026-01-05T08:00:00.000Z"}`;
const idOf = (id: string): unknown => {
  const decoding = decodeMessage('coupa.supplier.v1', raw(supplier(id)));
  return 'message' in decoding && 'body' in decoding.message.value ? decoding.message.value.body.id : decoding;
};

describe('bytes of a message', () => {
  it.each([
    ['12345678901234567890', '12345678901234567890'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740991', '9007199254740991'],
    ['17', '17'],
  ])('keep the number %s digit by digit', (written, read) => {
    expect(idOf(written)).toBe(read);
  });

  it.each([
    ['null', raw(null)],
    ['without a key', raw(supplier('1'), { key: null })],
    ['with a NUL in its key', raw(supplier('1'), { key: Buffer.from('supplier/\0') })],
    ['no JSON', raw('{')],
    ['no UTF-8', raw(Buffer.from([0xc3, 0x28]))],
    ['JSON of another shape', raw('[]')],
    ['without an envelope', raw(supplier('1'), { headers: {} })],
  ])('%s are unreadable, and nothing is thrown', (_name, message) => {
    expect(decodeMessage('coupa.supplier.v1', message)).toHaveProperty('unreadable');
  });
});
