import type { LookupRow } from '@sluice/reconciler/document/make-view';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { given, mappingRow, type Given } from '@sluice/testing/specification/given';
import { purchaseOrderDomain } from '../src/domain/purchase-order-domain.js';
import type { PurchaseOrderSettings } from '../src/domain/settings.js';
import type { Json } from './coupa.js';
import { settings } from './settings.js';

export type GivenOrder = Given<CoupaPurchaseOrder>;

/** Order 2400 as Coupa handed it out, all that it names being mapped; with some settings changed. */
export const givenOrder = (body: Json, changed: Partial<PurchaseOrderSettings> = {}): GivenOrder =>
  givenNothing(changed).snapshot(body);

/** Only its id is known. */
export const givenNothing = (changed: Partial<PurchaseOrderSettings> = {}): GivenOrder =>
  given(purchaseOrderDomain({ ...settings, ...changed }), '2400').lookupRows(allMapped);

export const supplierLink = (id: string, ...entries: Json[]): LookupRow => ({
  topic: 'xref.supplier.v1',
  key: id,
  sequence: 1,
  value: { supplierId: id, entries },
});

/** Every table filled in. */
export const allMapped: readonly LookupRow[] = [
  mappingRow('company', 'Ghent', { company: '100', division: 'AAA' }),
  mappingRow('company', 'Oslo', { company: '200', division: 'NOR' }),
  mappingRow('ship-to', 'WH1', { warehouse: 'W01', facility: 'A01' }),
  mappingRow('ship-to', '(one-off) 100/AAA', { warehouse: 'W01', facility: 'A01' }),
  mappingRow('warehouse', 'Ghent 2', { warehouse: 'W02', facility: 'A01' }),
  mappingRow('unit', 'EA', { unit: 'PCS', decimals: '0' }),
  mappingRow('unit', 'KG', { unit: 'KG', decimals: '3' }),
  mappingRow('payment-term', 'Net 30', { paymentTerms: 'N30' }),
  mappingRow('unit', '(amount)', { unit: 'AMT', decimals: '2' }),
  mappingRow('accounting', 'Ghent', {}),
  mappingRow('accounting', 'Oslo', {}),
  mappingRow('cost-centre', 'CC12', { code: 'M3CC12' }),
  mappingRow('commodity', 'Office supplies', { item: 'OFFICE' }),
  supplierLink('77', { company: '100', number: 'Y30001', blocked: false }),
];
