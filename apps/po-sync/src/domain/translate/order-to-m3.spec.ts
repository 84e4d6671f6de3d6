import { mappingRow } from '@sluice/testing/specification/given';
import type { LookupRow } from '@sluice/reconciler/document/make-view';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../m3/compare-order.js';
import { aLine, anOrder, withLines, type Json } from '../../../tests/coupa.js';
import { supplierLink } from '../../../tests/given-order.js';
import { missing, problems, target, translate } from '../../../tests/translate.js';

describe('a plain order in M3’s words', () => {
  it('P01: head and lines, with today’s mappings', () => {
    expect(target(anOrder())).toEqual({
      company: '100',
      division: 'AAA',
      reference: '2400',
      supplier: 'Y30001',
      warehouse: 'W01',
      facility: 'A01',
      orderType: 'CP1',
      currency: 'EUR',
      paymentTerms: 'N30',
      orderDate: '20260301',
      deliveryDate: '20260320',
      lines: [
        {
          coupaLineId: '5101',
          number: 1,
          item: 'BRG6204',
          quantity: '10',
          unit: 'PCS',
          price: '4.125',
          deliveryDate: '20260320',
          name: 'Bearing 6204',
          description: 'Bearing 6204',
          supplierItem: '6204-ZZ',
        },
      ],
    });
  });

  it('the head is wanted on the earliest date of its lines', () => {
    const order = withLines(
      aLine({ 'need-by-date': '2026-04-02T00:00:00+02:00' }),
      aLine({ id: 5102, 'need-by-date': '2026-03-25T00:00:00+01:00' }),
    );
    expect(target(order).deliveryDate).toBe('20260325');
  });

  it('a line without a date is wanted some days after the order was made, whenever it is decided', () => {
    const order = withLines(aLine({ 'need-by-date': null }));
    const dates = ['2026-03-10T08:00:00.000Z', '2026-06-01T08:00:00.000Z'].map((now) => target(order, { now }));
    expect(dates.map(({ lines }) => lines[0]?.deliveryDate)).toEqual(['20260315', '20260315']);
  });

  it('P05: free text stands under the item of its commodity', () => {
    const order = withLines(aLine({ item: null, commodity: { name: 'Office supplies' } }));
    expect(target(order).lines[0]?.item).toBe('OFFICE');
  });

  it('P10: lines are numbered by us, since Coupa’s line number is text and has gaps', () => {
    const order = withLines(aLine({ 'line-num': '1.1' }), aLine({ id: 5102, 'line-num': '7' }));
    expect(target(order).lines.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('a line that Coupa cancelled before M3 saw it is not ordered', () => {
    const order = withLines(aLine({ status: 'cancelled' }), aLine({ id: 5102, 'line-num': '2' }));
    expect(target(order).lines.map(({ coupaLineId, number }) => [coupaLineId, number])).toEqual([['5102', 1]]);
  });

  it('P32: a price of zero is a price', () => {
    expect(target(withLines(aLine({ price: '0.00' }))).lines[0]?.price).toBe('0');
  });

  it('D04: leading zeros of codes stay', () => {
    expect(target(withLines(aLine({ item: { 'item-number': '000123' } }))).lines[0]?.item).toBe('000123');
  });

  it('P16: the unit is sent as it was ordered, and M3 converts', () => {
    const keys = [mappingRow('unit', 'BOX', { unit: 'BOX', decimals: '0' })];
    expect(target(withLines(aLine({ uom: { code: 'BOX' } })), { keys }).lines[0]).toMatchObject({
      quantity: '10',
      unit: 'BOX',
    });
  });

  it('P22: an item that was wanted before the order was made needs a person, by setting it is sent as it is', () => {
    const order = withLines(aLine({ 'need-by-date': '2026-02-01T00:00:00+01:00' }));
    expect(problems(order)).toEqual([
      { code: 'date-past', message: 'Line 1, need-by-date: 20260201 is before the order was made, 20260301' },
    ]);
    expect(target(order, {}, { pastDates: 'send' }).lines[0]?.deliveryDate).toBe('20260201');
  });

  it('P22: free text that was wanted before is sent as it is, and so is an item whose day went by since', () => {
    const freeText = { item: null, commodity: { name: 'Office supplies' }, 'need-by-date': '2026-02-01' };
    expect(target(withLines(aLine(freeText))).lines[0]?.deliveryDate).toBe('20260201');
    expect(target(anOrder(), { now: '2026-06-01T08:00:00.000Z' }).lines[0]?.deliveryDate).toBe('20260320');
  });

  it('P37: the buyer is the one of the rule, whoever wrote the order', () => {
    const order = anOrder({ requester: { login: 'somebody' }, 'created-by': { login: 'else' } });
    expect(target(order, {}, { buyer: 'COUPA' }).buyer).toBe('COUPA');
    expect(target(order)).not.toHaveProperty('buyer');
  });

  it('P47: taxes are left to M3', () => {
    const taxed = withLines(aLine({ 'order-line-tax-detail': { ncm: '8482.10' }, 'custom-fields': { tax: 'VAT21' } }));
    expect(target(taxed)).toEqual(target(anOrder()));
  });

  it.each<[from: string, taxed: Json]>([
    ['custom-fields.tax', { 'custom-fields': { tax: 'VAT21' } }],
    ['custom-fields.tax.code', { 'custom-fields': { tax: { code: 'VAT21' } } }],
    ['tax-at-the-top', { 'tax-at-the-top': ' VAT21 ' }],
  ])('P47: by setting %s of a line becomes M3’s VAT code, by a mapping, and an amount never goes', (from, taxed) => {
    const order = withLines(aLine(taxed), aLine({ id: 5102 }));
    const changed = { taxCodesFrom: from };
    expect(translate(order, {}, changed)).toMatchObject({
      findings: { problems: [], missing: [{ ref: { key: 'tax-code/VAT21' } }] },
    });
    const keys = [mappingRow('tax-code', 'VAT21', { taxCode: '21' })];
    const [line, other] = target(order, { keys }, changed).lines;
    expect(line).toEqual({ ...target(anOrder()).lines[0], taxCode: '21' });
    expect(other).not.toHaveProperty('taxCode');
  });

  it.each<[what: string, from: string, tax: unknown, found: string]>([
    ['an object', 'custom-fields.tax', { id: 7, name: 'VAT21' }, 'an object with the fields id, name'],
    ['a list', 'custom-fields.tax', ['VAT21'], 'a list'],
    ['a list on the way', 'custom-fields.tax.name', [{ name: 'VAT21' }], 'a list'],
    ['a text on the way', 'custom-fields.tax.name', 'VAT21', '"VAT21", which has no field name,'],
    ['true', 'custom-fields.tax', true, 'a boolean'],
  ])('P47: %s where the VAT code should be is told, and not left to M3', (_, from, tax, found) => {
    const order = withLines(aLine({ 'custom-fields': { tax } }));
    expect(translate(order, {}, { taxCodesFrom: from })).toHaveProperty('findings.problems', [
      {
        code: 'unreadable',
        message: `Line 1, ${from}: ${found} is no VAT code; M3_TAX_CODES_FROM must name the field that holds the code`,
      },
    ]);
  });

  it.each<[tax: unknown]>([[null], [''], ['  '], [{ name: null }], [{}]])(
    'P47: %j where the VAT code should be leaves it to M3',
    (tax) => {
      const order = withLines(aLine({ 'custom-fields': { tax } }));
      expect(target(order, {}, { taxCodesFrom: 'custom-fields.tax.name' })).toEqual(target(anOrder()));
    },
  );

  it('D01, D02: midnight in the company’s time zone and the same moment in UTC are one day', () => {
    const days = ['2026-03-20T00:00:00+01:00', '2026-03-19T23:00:00Z', '2026-03-20'].map(
      (date) => target(withLines(aLine({ 'need-by-date': date }))).lines[0]?.deliveryDate,
    );
    expect(days).toEqual(['20260320', '20260320', '20260320']);
    const west = { timeZone: 'America/Los_Angeles' };
    const order = withLines(aLine({ 'need-by-date': '2026-03-20T00:00:00-07:00' }));
    expect(target(order, {}, west).lines[0]?.deliveryDate).toBe('20260320');
  });

  it('D06, D07: numbers go out with a point and no exponent, whatever way they were written', () => {
    const keys = [mappingRow('unit', 'EA', { unit: 'PCS', decimals: '9' })];
    const written = (quantity: string | number) => target(withLines(aLine({ quantity })), { keys }).lines[0]?.quantity;
    expect(['1E5', '1e-7', 100_000, '0010.500', '.5'].map(written)).toEqual([
      '100000',
      '0.0000001',
      '100000',
      '10.5',
      '0.5',
    ]);
  });

  it('an order without payment terms leaves them to M3', () => {
    expect(target(anOrder({ 'payment-term': null }))).not.toHaveProperty('paymentTerms');
  });

  it('a supplier’s item number that does not fit is left out and not cut', () => {
    const order = withLines(aLine({ 'source-part-num': 'x'.repeat(31) }));
    expect(target(order).lines[0]).not.toHaveProperty('supplierItem');
  });
});

describe('company routing', () => {
  const inOslo = { 'account-type': { name: 'Oslo' } };

  it('the chart of accounts leads to company and division, and the supplier’s number is the one of that company', () => {
    const keys = [
      supplierLink(
        '77',
        { company: '100', number: 'Y30001', blocked: false },
        { company: '200', number: 'N9', blocked: false },
      ),
    ];
    const { company, division, supplier } = target(withLines(aLine({ account: inOslo })), { keys });
    expect({ company, division, supplier }).toEqual({ company: '200', division: 'NOR', supplier: 'N9' });
  });

  it('lines without a chart of accounts go to the configured company', () => {
    const { company, division } = target(withLines(aLine({ account: null })));
    expect({ company, division }).toEqual({ company: '100', division: 'AAA' });
  });

  it('P25: a line that Coupa cancelled leads to no company', () => {
    const elsewhere = aLine({ id: 5102, 'line-num': '2', account: inOslo, status: 'cancelled' });
    const { company, division } = target(withLines(aLine(), elsewhere));
    expect({ company, division }).toEqual({ company: '100', division: 'AAA' });
  });

  it('P25: lines for two companies are refused, and named', () => {
    const order = withLines(aLine(), aLine({ id: 5102, 'line-num': '2', account: inOslo }));
    expect(problems(order)).toEqual([
      {
        code: 'companies-mixed',
        message:
          'The lines lead to different companies of M3: Line 1 (chart Ghent) to 100/AAA, Line 2 (chart Oslo) to 200/NOR',
      },
    ]);
  });

  it('a supplier’s number of the division wins over the one of the company', () => {
    const keys = [
      supplierLink(
        '77',
        { company: '100', number: 'ALL', blocked: false },
        { company: '100', division: 'AAA', number: 'DIV', blocked: false },
      ),
    ];
    expect(target(anOrder(), { keys }).supplier).toBe('DIV');
  });
});

describe('what stands in the way, with line and field', () => {
  it.each<[name: string, order: Json, code: string, message: string]>([
    [
      'P03: number longer than M3’s reference',
      anOrder({ 'po-number': 'P'.repeat(21) }),
      'value-too-long',
      'po-number: "PPPPPPPPPPPPPPPPPPPPP" has 21 characters',
    ],
    [
      'P13: a yen with decimals',
      { ...withLines(aLine({ quantity: '1', price: '100.5', total: '100.5' })), currency: { code: 'JPY' } },
      'decimals-too-fine',
      'Line 1, total: 100.5 is finer than JPY allows (0 decimals)',
    ],
    [
      'P09: more than 999 lines',
      withLines(...Array.from({ length: 1000 }, (_, id) => aLine({ id }))),
      'lines-too-many',
      'order-lines: 1000 lines',
    ],
    [
      'P11: a quantity finer than its unit',
      withLines(aLine({ quantity: '1.5' })),
      'decimals-too-fine',
      'Line 1, quantity: 1.5 is finer than unit PCS allows (0 decimals)',
    ],
    [
      'P13: an amount of yen with decimals',
      { ...withLines(aLine({ type: 'OrderAmountLine', quantity: null, total: '100.5' })), currency: { code: 'JPY' } },
      'decimals-too-fine',
      'Line 1, total: 100.5 is finer than JPY allows (0 decimals)',
    ],
    [
      'D08: a price over 19 characters',
      withLines(aLine({ price: '123456789012345.12345' })),
      'value-too-long',
      'Line 1, price: "123456789012345.12345" has 21 characters, M3\'s price (PUPR) takes 19',
    ],
    [
      'an item number over 15',
      withLines(aLine({ item: { 'item-number': 'x'.repeat(16) } })),
      'value-too-long',
      'Line 1, item.item-number',
    ],
    ['no currency', anOrder({ currency: null }), 'value-missing', 'currency.code is empty'],
    [
      'a currency over 3',
      anOrder({ currency: { code: 'EURO' } }),
      'value-too-long',
      'currency.code: "EURO" has 4 characters',
    ],
    [
      'no item and no commodity',
      withLines(aLine({ item: null })),
      'value-missing',
      'Line 1, item.item-number and commodity.name are both empty',
    ],
    ['no quantity', withLines(aLine({ quantity: null })), 'value-missing', 'Line 1, quantity is empty'],
    ['no price', withLines(aLine({ price: null })), 'value-missing', 'Line 1, price is empty'],
    ['no unit', withLines(aLine({ uom: null })), 'value-missing', 'Line 1, uom.code is empty'],
    ['no supplier', anOrder({ supplier: null }), 'value-missing', 'supplier.id is empty'],
    ['no lines', anOrder({ 'order-lines': [] }), 'value-missing', 'order-lines is empty'],
    [
      'no date at all',
      { ...withLines(aLine({ 'need-by-date': null })), 'created-at': null },
      'value-missing',
      "Line 1, need-by-date and the order's created-at are both empty",
    ],
    [
      'a date that is none',
      withLines(aLine({ 'need-by-date': 'soon' })),
      'unreadable',
      'Line 1, need-by-date: "soon" is no date',
    ],
    [
      'a day that the calendar does not have',
      withLines(aLine({ 'need-by-date': '2026-02-31' })),
      'unreadable',
      'Line 1, need-by-date: "2026-02-31" is no date',
    ],
    [
      'a moment without an offset, which only the clock of a machine could place',
      withLines(aLine({ 'need-by-date': '2026-03-20T00:00:00' })),
      'unreadable',
      'Line 1, need-by-date: "2026-03-20T00:00:00" is no date: a day such as 2026-03-31, or a moment with its offset, is expected',
    ],
    [
      'an order date that is none',
      anOrder({ 'created-at': '09/03/2026' }),
      'unreadable',
      'created-at: "09/03/2026" is no date',
    ],
    ['no number', anOrder({ 'po-number': null }), 'value-missing', 'po-number is empty'],
    [
      'a negative quantity',
      withLines(aLine({ quantity: '-1' })),
      'value-negative',
      'Line 1, quantity: -1 is below zero',
    ],
    [
      'a negative price',
      withLines(aLine({ price: '-4.1', total: '-41' })),
      'value-negative',
      'Line 1, price: -4.1 is below zero',
    ],
    [
      'a negative amount',
      withLines(aLine({ type: 'OrderAmountLine', quantity: null, total: '-100' })),
      'value-negative',
      'Line 1, total: -100 is below zero',
    ],
    [
      'shares that do not make up the line',
      withLines(aLine({ account: null, 'account-allocations': [{ pct: '50' }, { pct: '40' }] })),
      'split-incomplete',
      'Line 1, account-allocations: the percentages add up to 90, not to 100',
    ],
    ['a line of no kind', withLines(aLine({ type: null })), 'value-missing', 'Line 1, type is empty'],
    [
      'an item of a question mark, which would empty the field',
      withLines(aLine({ item: { 'item-number': '?' } })),
      'unreadable',
      'Line 1, item.item-number: "?" tells M3 to leave its item number (ITNO) empty',
    ],
    [
      'a line of an unknown kind',
      withLines(aLine({ type: 'OrderDreamLine' })),
      'kind-not-yet-supported',
      'Line 1, type: OrderDreamLine',
    ],
  ])('%s', (_name, order, code, message) => {
    const found = problems(order);
    expect(found.map((problem) => problem.code)).toEqual([code]);
    expect(found[0]?.message).toContain(message);
  });

  it('a number that M3 cannot take, where Coupa’s is to be M3’s', () => {
    const order = anOrder({ 'po-number': 'GHENT-2026-2400' });
    expect(problems(order)).toEqual([]);
    expect(problems(order, {}, { orderNumbers: 'coupa' })[0]).toMatchObject({
      code: 'value-too-long',
      message: expect.stringContaining('po-number: "GHENT-2026-2400" has 15 characters'),
    });
  });

  it('the tenant’s own lengths, once they are known', () => {
    const fields: LookupRow = {
      topic: 'xref.m3-metadata.v1',
      key: '100',
      sequence: 1,
      value: { company: '100', transactions: { 'PPS370MI AddLine': { ITNO: 6, PITD: 5, PITT: 10, TXT1: 5 } } },
    };
    expect(problems(anOrder(), { keys: [fields] })).toEqual([
      {
        code: 'value-too-long',
        message:
          'Line 1, item.item-number: "BRG6204" has 7 characters, M3\'s item number (ITNO) takes 6 (this M3 says so in MRS001MI, PPS370MI AddLine)',
      },
    ]);
    const short = withLines(aLine({ item: { 'item-number': 'BRG' } }));
    expect(target(short, { keys: [fields] }).lines[0]).toMatchObject({
      name: 'Beari',
      description: 'Bearing 62',
      text: ['04'],
    });
    // What M3 was told by other lengths is no change.
    expect(changesOf(target(short), target(short, { keys: [fields] }))).toEqual([]);
  });

  it('a segment longer than its dimension', () => {
    const order = withLines(aLine({ account: { 'segment-2': 'x'.repeat(11) } }));
    expect(problems(order, {}, { accountingSegments: [2] })[0]).toMatchObject({
      code: 'value-too-long',
      message: expect.stringContaining('Line 1, account.segment-2'),
    });
  });

  it('S13: M3 has blocked the supplier', () => {
    const keys = [supplierLink('77', { company: '100', number: 'Y30001', blocked: true })];
    expect(problems(anOrder(), { keys })).toEqual([
      {
        code: 'supplier-blocked',
        message: 'supplier: M3 lets no order be placed with Y30001 (Acme Bearings) in company 100',
      },
    ]);
  });

  it('everything is named at once', () => {
    const order = withLines(
      aLine({ quantity: '1.5' }),
      aLine({ id: 5102, 'line-num': '2', type: 'OrderDreamLine' }),
      aLine({ id: 5103, 'line-num': '3', price: null }),
    );
    expect(problems(order).map(({ code }) => code)).toEqual([
      'decimals-too-fine',
      'kind-not-yet-supported',
      'value-missing',
    ]);
  });
});

describe('what is waited for', () => {
  it('every missing key, in one go', () => {
    const order = withLines(
      aLine(),
      aLine({ id: 5102, uom: { code: 'BOX' } }),
      aLine({ id: 5103, uom: { code: 'BOX' } }),
    );
    const without = [
      'mapping.v1/company/Ghent',
      'mapping.v1/ship-to/WH1',
      'mapping.v1/payment-term/Net 30',
      'xref.supplier.v1/77',
      'mapping.v1/unit/BOX',
    ];
    const names = missing(order, { without }).map(({ topic, key }) => `${topic}/${key}`);
    expect(names.toSorted()).toEqual(without.toSorted());
  });

  it.each([
    ['P15: a unit', 'mapping.v1/unit/EA', anOrder()],
    ['S19: payment terms', 'mapping.v1/payment-term/Net 30', anOrder()],
    ['P04: the supplier', 'xref.supplier.v1/77', anOrder()],
    [
      'P05: a commodity',
      'mapping.v1/commodity/Services',
      withLines(aLine({ item: null, commodity: { name: 'Services' } })),
    ],
  ])('%s', (_name, key, order) => {
    expect(missing(order, { without: [key] }).map((ref) => `${ref.topic}/${ref.key}`)).toEqual([key]);
  });

  it('a supplier that is linked in another company only, with the sequence that was seen', () => {
    const keys = [supplierLink('77', { company: '200', number: 'N9', blocked: false })];
    expect(missing(anOrder(), { keys })).toEqual([{ topic: 'xref.supplier.v1', key: '77', sequence: 1 }]);
  });

  it('a row that is there but cannot be used counts as missing', () => {
    const keys = [
      {
        topic: 'mapping.v1' as const,
        key: 'unit/EA',
        sequence: 5,
        value: { value: { unit: 'PIECES', decimals: '0' } },
      },
    ];
    expect(missing(anOrder(), { keys })).toEqual([{ topic: 'mapping.v1', key: 'unit/EA', sequence: 5 }]);
  });

  it('D12: codes that differ in case are different codes', () => {
    const order = withLines(aLine({ uom: { code: 'ea' } }));
    expect(missing(order, { without: ['mapping.v1/unit/ea'] }).map(({ key }) => key)).toEqual(['unit/ea']);
  });
});
