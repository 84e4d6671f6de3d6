import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fetchedTypes, type FetchedType } from '@sluice/shared/document-types';
import { fetchScript, isFetched } from './fetch-script.js';

const golden = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../../../packages/shared/golden/${file}`, import.meta.url), 'utf8')).value.body;

/** Every field of a document, as `order-lines.account.code`. */
function pathsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((inner) => pathsOf(inner, at));
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([field, inner]) => pathsOf(inner, at === '' ? field : `${at}.${field}`));
}

/** Whether a query's `fields` ask for it; a field without a list of its own brings everything below it. */
function asksFor(fields: unknown, path: readonly string[]): boolean {
  const [head, ...rest] = path.map((field) => field.replaceAll('-', '_'));
  if (head === undefined || !Array.isArray(fields)) return true;
  return fields.some((field) =>
    typeof field === 'string' ? field === head : head in field && asksFor(field[head], rest),
  );
}

describe('a fetch asks for every field that Sluice reads', () => {
  it.each<[FetchedType, string]>([
    ['purchase-order', 'coupa.purchase-order.v1/issued.json'],
    ['supplier', 'coupa.supplier.v1/active.json'],
  ])('%s', (type, file) => {
    const [step] = fetchScript({ type, id: '1' });
    const fields: unknown = JSON.parse(step.query?.['fields'] ?? '');
    const missed = pathsOf(golden(file)).filter((path) => path !== 'currency.id' && !asksFor(fields, path.split('.')));
    expect(missed).toEqual([]);
  });
});

it('and for none that holds a secret', () => {
  const asked = fetchedTypes.map((type) => fetchScript({ type, id: '1' })[0].query?.['fields']);
  expect(asked.join()).not.toMatch(/secret|password|social/);
});

it('an order is fetched with the lines that were taken off it', () => {
  expect(fetchScript({ type: 'purchase-order', id: '1' })[0].query).toMatchObject({ show_deleted_lines: 'true' });
  expect(fetchScript({ type: 'supplier', id: '1' })[0].query).not.toHaveProperty('show_deleted_lines');
});

it('an id cannot lead to another resource', () => {
  expect(fetchScript({ type: 'supplier', id: '../users/1' })[0].path).toBe('/api/suppliers/..%2Fusers%2F1');
});

it('what has no topic of its own is not fetched', () => {
  expect(isFetched({ type: 'invoice', id: '900' })).toBe(false);
  expect(isFetched({ type: 'supplier', id: '77' })).toBe(true);
});
