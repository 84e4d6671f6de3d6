import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../json.js';
import { CoupaRefusal } from '../coupa-refusal.js';
import { applyQuery } from './apply-query.js';
import { parseQuery } from './parse-query.js';

const orders: JsonObject[] = [
  {
    id: 1,
    'po-number': 'A-1',
    status: 'issued',
    exported: false,
    'updated-at': '2026-03-09T10:00:00+00:00',
    supplier: { id: 77, name: 'Acme Bearings', number: 'Y30001' },
    'custom-fields': { 'erp-po-no': '4500001', plant: { id: 3, name: 'Ghent' } },
    'order-lines': [{ id: 11, price: '4.125000', account: { code: '100-4410' } }],
  },
  {
    id: 2,
    'po-number': 'B-1',
    status: 'closed',
    exported: true,
    'updated-at': '2026-03-09T09:00:00+00:00',
    supplier: { id: 78, name: 'Nordlys' },
    'order-lines': [
      { id: 12, price: '100.00', account: { code: '100-6120' } },
      { id: 13, price: '5' },
    ],
  },
  { id: 3, 'po-number': 'A-2', status: 'draft', exported: false, 'updated-at': '2026-03-09T11:00:00+01:00' },
];

const read = (query: string): JsonObject[] => applyQuery(orders, parseQuery('order-header', query));
const ids = (query: string): unknown[] => read(query).map(({ id }) => id);

describe('the conditions of a query', () => {
  it.each([
    ['', [1, 2, 3]],
    ['status=issued', [1]],
    ['status[in]=issued,closed', [1, 2]],
    ['status%5Bnot_in%5D=issued,closed', [3]],
    ['exported=false', [1, 3]],
    ['exported=false&status[in]=issued,closed', [1]],
    ['updated_at[gt]=2026-03-09T10%3A00%3A00%2B00%3A00', []],
    ['updated_at[gt_or_eq]=2026-03-09T10%3A00%3A00%2B00%3A00', [1, 3]],
    ['updated-at[gt_or_eq]=2026-03-09T11:00:00%2B01:00', [1, 3]],
    ['updated_at[lt]=2026-03-09T10:00:00Z', [2]],
    ['id[gt]=1&order_by=id&limit=1', [2]],
    ['id[in]=3,1', [1, 3]],
    ['id[not_eq]=2', [1, 3]],
    ['po_number[starts_with]=a-', [1, 3]],
    ['po-number[ends_with]=2', [3]],
    ['supplier[name][contains]=bear', [1]],
    ['supplier[id]=78', [2]],
    ['supplier_id=78', [2]],
    ['supplier[number]=Y30001', [1]],
    ['custom_fields[erp_po_no]=4500001', [1]],
    ['custom-fields[erp-po-no][blank]=true', [2, 3]],
    ['custom_fields[plant][name][starts_with]=gh', [1]],
    ['supplier[name][blank]=true', [3]],
    ['order_lines[account][code]=100-6120', [2]],
    ['order_lines[price][gt]=4.2', [2]],
  ])('%s finds %j', (query, expected) => {
    expect(ids(query)).toEqual(expected);
  });

  it.each([
    'colour=red',
    'status[like]=issued',
    'supplier=77',
    'custom_fields=x',
    'colour_id=7',
    'return_object=none',
    'filter=mine',
    'updated_at[gt]=yesterday',
    'updated_at[gt]=2026-03-09T10:00:00+00:00',
    'updated_at[contains]=2026',
    'exported=no',
    'id=one',
    'limit=0',
    'limit=many',
    'offset=-1',
    'order_by=colour',
    'dir=up',
    'fields=id',
    'fields=["colour"]',
    'fields=[{"order_lines":["colour"]}]',
  ])('%s is refused', (query) => {
    expect(() => read(query)).toThrow(CoupaRefusal);
  });
});

describe('the page of a query', () => {
  it('is in the order asked for, by id where that is equal', () => {
    expect(ids('order_by=updated_at&dir=asc')).toEqual([2, 1, 3]);
    expect(ids('order_by=updated_at&dir=desc')).toEqual([3, 1, 2]);
    expect(ids('order_by=status')).toEqual([2, 3, 1]);
  });

  it('begins at the offset and ends at the limit', () => {
    expect(ids('offset=1&limit=1')).toEqual([2]);
    expect(ids('offset=3')).toEqual([]);
  });

  it('has fifty records at most, whatever is asked', () => {
    const many = Array.from({ length: 120 }, (_, index): JsonObject => ({ id: index + 1 }));
    expect(applyQuery(many, parseQuery('order-header', 'limit=100'))).toHaveLength(50);
    expect(applyQuery(many, parseQuery('order-header', ''))).toHaveLength(50);
  });
});

describe('the fields of a query', () => {
  it('are the ones asked for, with dashes or underscores, null where there is nothing', () => {
    const fields = ['id', 'po_number', 'payment-term', { order_lines: ['id'] }, { supplier: ['name'] }];
    expect(read(`id=2&fields=${encodeURIComponent(JSON.stringify(fields))}`)).toEqual([
      {
        id: 2,
        'po-number': 'B-1',
        'payment-term': null,
        'order-lines': [{ id: 12 }, { id: 13 }],
        supplier: { name: 'Nordlys' },
      },
    ]);
  });

  it('of an object are all that it has when none is named', () => {
    const supplier = { id: 77, name: 'Acme Bearings', number: 'Y30001' };
    expect(read('id=1&fields=[{"supplier":{}}]')).toEqual([{ supplier }]);
  });
});

describe('custom fields in a query', () => {
  const settings = { topLevelCustomFields: ['erp-status'], customFields: ['erp-po-no', 'erp-status'], apiFilters: [] };
  const documents: JsonObject[] = [
    { id: 1, 'erp-status': 'posted' },
    { id: 2, 'erp-status': null },
  ];
  const find = (query: string) => applyQuery(documents, parseQuery('order-header', query, settings));

  it('of the global namespace are asked for without more', () => {
    expect(find('erp_status=posted').map(({ id }) => id)).toEqual([1]);
    expect(find('erp-status[blank]=true').map(({ id }) => id)).toEqual([2]);
  });

  it('are refused where there is no such field', () => {
    expect(() => find('custom_fields[colour]=red')).toThrow(CoupaRefusal);
  });
});
