import { describe, expect, it } from 'vitest';
import { hasBegun, mergeMappingRows, valueOn } from './merge-mapping-rows.js';

const row = (item: string, validFrom?: string) => ({
  table: 'commodity' as const,
  key: 'Seals',
  value: { item },
  ...(validFrom !== undefined && { validFrom }),
});
const held = new Map([
  ['commodity/Seals', [{ value: { item: 'OLD' } }, { validFrom: '2026-07-01', value: { item: 'SUMMER' } }]],
]);

describe('a row with a day', () => {
  it('is a version beside the others, in the order of days', () => {
    const { rows, versions } = mergeMappingRows([row('SPRING', '2026-03-01')], held);
    expect(rows).toEqual([{ ...row('SPRING', '2026-03-01'), result: 'created' }]);
    expect(versions.get('commodity/Seals')?.map(({ value }) => value['item'])).toEqual(['OLD', 'SPRING', 'SUMMER']);
  });

  it('takes the place of the version of that day, and says what was there', () => {
    const { rows, versions } = mergeMappingRows([row('WARM', '2026-07-01')], held);
    expect(rows).toEqual([{ ...row('WARM', '2026-07-01'), result: 'changed', before: { item: 'SUMMER' } }]);
    expect(versions.get('commodity/Seals')).toHaveLength(2);
  });

  it('that says what is held changes nothing', () => {
    const { rows, versions } = mergeMappingRows([row('OLD'), row('SUMMER', '2026-07-01')], held);
    expect(rows.map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
    expect(versions.size).toBe(0);
  });

  it('of a key that is given twice is added to what the first one made', () => {
    const { versions } = mergeMappingRows([row('A'), row('B', '2026-01-01')], new Map());
    expect(versions.get('commodity/Seals')).toEqual([
      { value: { item: 'A' } },
      { validFrom: '2026-01-01', value: { item: 'B' } },
    ]);
  });
});

describe('the value on a day', () => {
  it.each([
    ['2026-06-30', 'OLD'],
    ['2026-07-01', 'SUMMER'],
  ])('%s is %s', (day, item) => {
    expect(valueOn(held.get('commodity/Seals') ?? [], day)).toEqual({ item });
  });

  it('before the first of all is what it will be', () => {
    expect(valueOn([{ validFrom: '2027-01-01', value: { item: 'NEW' } }], '2026-01-01')).toEqual({ item: 'NEW' });
  });
});

it.each([
  [[{ value: {} }], true],
  [[{ validFrom: '2026-03-31', value: {} }], true],
  [[{ validFrom: '2026-04-01', value: {} }], false],
])('a key with the versions %j has begun on 2026-03-31: %s', (versions, begun) => {
  expect(hasBegun(versions, '2026-03-31')).toBe(begun);
});
