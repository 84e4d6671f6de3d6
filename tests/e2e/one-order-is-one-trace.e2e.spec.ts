import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { Story } from './story.js';

// Now and then the poll is faster than the webhook: then its find begins the trace, and another order must show this.
test('one order is one trace, from the webhook through M3 and back to Coupa', { retry: 2 }, async () => {
  const story = new Story();
  const order = await story.givenOrder(await story.givenSupplier());

  await story.whenApproved(order);
  await story.thenRecordIs(order, 'Posted');

  const way = [
    'ingress: POST /webhooks/coupa',
    'coupa-gateway: receive coupa.notice.v1',
    'coupa-gateway: Coupa step fetch',
    'po-sync: receive coupa.purchase-order.v1',
    'po-sync: decide purchase-order',
    'cloudsuite-gateway: receive m3.command.purchase-order.v1',
    'cloudsuite-gateway: M3 step finish-entry',
    'po-sync: receive m3.outcome.purchase-order.v1',
    'coupa-gateway: receive coupa.command.purchase-order.v1',
    'coupa-gateway: Coupa step exported',
    'po-sync: receive coupa.outcome.purchase-order.v1',
    'console: receive status.v1',
  ];
  const titledSpans = async () =>
    (await story.traceOf(order)).map((span) => ({
      ...span,
      title: `${span.service.slice('sluice-'.length)}: ${span.name}`,
    }));
  const spans = await eventually(async () => {
    const now = await titledSpans();
    expect([...new Set(now.map(({ title }) => title))]).toEqual(expect.arrayContaining(way));
    return now;
  });

  const ids = new Set(spans.map(({ spanId }) => spanId));
  const withoutParent = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
  expect(withoutParent.map(({ title }) => title)).toEqual(['ingress: POST /webhooks/coupa']);
  expect(spans.filter(({ failed }) => failed)).toEqual([]);
});
