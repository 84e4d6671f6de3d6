import { expect, test } from 'vitest';
import { Story } from './story.js';

test('an approved order reaches M3', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const order = await story.givenOrder(supplier);

  await story.whenApproved(order);

  const record = await story.thenRecordIs(order, 'Posted');
  const [inM3, ...others] = await story.ordersInM3(order);
  expect(others).toEqual([]);
  expect(inM3).toMatchObject({
    puno: record.m3?.number,
    divi: 'AAA',
    head: { SUNO: supplier.number, YRE1: order.number, CUCD: 'EUR', TEPY: 'N30', WHLO: 'W01' },
  });
  expect(inM3?.lines).toMatchObject([
    { PNLI: '1', ITNO: 'BRG6204', ORQA: '10', PUPR: '4.125', PUUN: 'PCS', accounting: { AIT1: '4410', AIT2: 'CC12' } },
    { PNLI: '2', ITNO: 'BRG6204', ORQA: '3', PUPR: '100', PUUN: 'PCS' },
  ]);
  expect(record.timeline.map(({ app }) => app)).toEqual(
    expect.arrayContaining(['ingress', 'coupa-gateway', 'po-sync', 'cloudsuite-gateway']),
  );
});
