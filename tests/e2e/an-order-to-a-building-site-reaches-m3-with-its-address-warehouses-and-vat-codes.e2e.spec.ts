import { expect, test } from 'vitest';
import { Story } from './story.js';

test('an order to a building site reaches M3 with its address, warehouses and VAT codes', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const site = {
    name: 'Windpark Seastar, transformer station',
    street1: 'Kaai 101',
    city: 'Oostende',
    'postal-code': '8400',
    country: { code: 'BE' },
  };
  const order = await story.givenOrder(
    supplier,
    { 'receiving-warehouse': { name: 'Ghent, cold store' }, 'custom-fields': { 'tax-code': 'BE 21 %' } },
    { 'ship-to-address': site, 'ship-to-attention': 'J. Janssens' },
  );

  await story.whenApproved(order);

  await story.thenRecordIs(order, 'Posted');
  const [inM3] = await story.ordersInM3(order);
  expect(inM3).toMatchObject({
    head: { WHLO: 'W01', FACI: 'F01' },
    lines: [
      { PNLI: '1', WHLO: 'W02', VTCD: '21' },
      { PNLI: '2', WHLO: 'W01' },
    ],
    addresses: [
      {
        POAD: '1',
        CONM: 'Windpark Seastar, transformer',
        ADR1: 'station',
        ADR2: 'J. Janssens',
        ADR3: 'Kaai 101',
        TOWN: 'Oostende',
        PONO: '8400',
        CSCD: 'BE',
      },
    ],
  });
});
