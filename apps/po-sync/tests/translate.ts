import type { Ref } from '@sluice/reconciler/decision';
import type { LookupRow } from '@sluice/reconciler/document/make-view';
import type { Problem, Translated } from '@sluice/translation/translated';
import type { OrderInM3 } from '../src/domain/m3/order-in-m3.js';
import type { PurchaseOrderSettings } from '../src/domain/settings.js';
import { orderToM3 } from '../src/domain/translate/order-to-m3.js';
import type { Json } from './coupa.js';
import { givenOrder } from './given-order.js';
import { settings } from './settings.js';

/** What differs from every table being filled in. */
export interface Known {
  readonly keys?: readonly LookupRow[];
  /** `<topic>/<key>` of what is not there. */
  readonly without?: readonly string[];
  readonly now?: string;
}

/** An order of Coupa's in M3's words, or what stands in the way. */
export function translate(
  order: Json,
  { keys = [], without = [], now = '2026-03-10T08:00:00.000Z' }: Known = {},
  changed: Partial<PurchaseOrderSettings> = {},
): Translated<OrderInM3> {
  const { desired, lookup } = givenOrder(order)
    .lookupRows(keys)
    .without(...without)
    .view();
  if (desired === undefined) throw new Error('the fixture has no order');
  return orderToM3(desired, { lookup, settings: { ...settings, ...changed }, now, placed: false });
}

export function target(...asked: Parameters<typeof translate>): OrderInM3 {
  const result = translate(...asked);
  if ('findings' in result) throw new Error(JSON.stringify(result.findings));
  return result.value;
}

export function problems(...asked: Parameters<typeof translate>): readonly Problem[] {
  const result = translate(...asked);
  return 'findings' in result ? result.findings.problems : [];
}

/** What is waited for. */
export function missing(...asked: Parameters<typeof translate>): Ref[] {
  const result = translate(...asked);
  return 'findings' in result ? result.findings.missing.map(({ ref }) => ref) : [];
}
