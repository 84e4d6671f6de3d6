import { expect, it } from 'vitest';
import { traceReceipt } from './trace-receipt.js';
import type { SpanStart, Tracing } from './tracing.js';

const given = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
const own = `00-${'ab'.repeat(16)}-${'ef'.repeat(8)}-01`;
const envelope = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  source: '/sluice/ingress',
  type: 'coupa.notice.v1',
  time: '2026-01-05T08:00:00.000Z',
  traceparent: given,
};

function receive(topic: 'coupa.notice.v1' | 'audit.v1' | 'mapping.v1', key: string) {
  const begun: SpanStart[] = [];
  const tracing: Tracing = {
    begin(start) {
      begun.push(start);
      return { traceparent: own, end: () => undefined };
    },
    stop: () => Promise.resolve(),
  };
  const decoding = { message: { key, value: {} as never, envelope } };
  return { begun, ...traceReceipt(tracing, { topic, key, partition: 3, offset: '17' }, decoding) };
}

it('a message is received under its sender’s span, and causes what follows under its own', () => {
  const { begun, decoding } = receive('coupa.notice.v1', 'purchase-order/2400');
  expect(begun).toMatchObject([
    {
      name: 'receive coupa.notice.v1',
      kind: 'consumer',
      parent: given,
      attributes: { 'messaging.kafka.offset': 17, 'sluice.document': 'purchase-order/2400' },
    },
  ]);
  expect(decoding).toMatchObject({ message: { envelope: { ...envelope, traceparent: own } } });
});

it('a span has the key of a message only where it names a document', () => {
  const [start] = receive('mapping.v1', 'payment-term/Net 30, our best customer').begun;
  expect(JSON.stringify(start)).not.toContain('best customer');
});

it('a line of history has no span: it repeats what the other spans show', () => {
  const { begun, decoding } = receive('audit.v1', 'purchase-order/2400');
  expect(begun).toEqual([]);
  expect(decoding).toMatchObject({ message: { envelope } });
});
