import type { Subscriptions } from '@sluice/runtime/subscriptions';
import type { DocumentType } from '@sluice/shared/document-types';
import { expect, it } from 'vitest';
import type { AnyDomain } from '../decision.js';
import { toyDomain } from '../../tests/toy-domain.js';
import { syncSubscriptions, topicsReadBy } from './sync-subscriptions.js';

const domainOf = (type: DocumentType, lookups: AnyDomain['lookups'] = []): AnyDomain => ({
  ...toyDomain(),
  type,
  lookups,
});

const read = (...domains: AnyDomain[]) => topicsReadBy(domains).toSorted();

it('a sync reads its snapshots, the outcomes of each system that it sends to, its lookups, and what people ask for', () => {
  expect(read(domainOf('purchase-order', ['mapping.v1', 'xref.supplier.v1']))).toEqual([
    'coupa.outcome.purchase-order.v1',
    'coupa.purchase-order.v1',
    'm3.outcome.purchase-order.v1',
    'mapping.v1',
    'operator.v1',
    'xref.supplier.v1',
  ]);
  expect(read(domainOf('m3-metadata'))).toEqual(['m3.outcome.m3-metadata.v1', 'operator.v1']);
});

it('a sync of several types reads what each of them needs, and what they share once', () => {
  const both = read(domainOf('purchase-order', ['mapping.v1']), domainOf('supplier', ['mapping.v1']));
  expect(both).toEqual([...new Set(both)]);
  expect(both).toEqual(
    [
      'coupa.outcome.purchase-order.v1',
      'coupa.outcome.supplier.v1',
      'coupa.purchase-order.v1',
      'coupa.supplier.v1',
      'm3.outcome.purchase-order.v1',
      'm3.outcome.supplier.v1',
      'mapping.v1',
      'operator.v1',
    ].toSorted(),
  );
});

it('a type that is not born in Coupa has no snapshots, and one that sends nothing no outcomes', () => {
  expect(read(domainOf('receipt'))).toEqual(['operator.v1']);
});

it('what a person asks about a document of a type that is not ours is left to others', async () => {
  const { 'operator.v1': fold }: Subscriptions = syncSubscriptions([domainOf('supplier')], {} as never);
  const value = {
    action: 'retry',
    document: { type: 'purchase-order', id: '1' },
    by: 'ada',
    at: '2026-03-01T08:00:00.000Z',
  } as const;
  // Without a database it could do nothing else.
  await expect(fold?.(undefined as never, { value } as never)).resolves.toBeUndefined();
});
