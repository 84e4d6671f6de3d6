import { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import type { DecimalText } from '@sluice/shared/decimal';
import { describe, expect, it } from 'vitest';
import { mappingsOf, missingIn, type Rows } from '../tests/mappings.js';
import { defaultLengths } from './field-lengths.js';
import { accountingToM3, splitOverShares, type AccountingSettings, type AccountShare } from './accounting-to-m3.js';

type Json = Readonly<Record<string, unknown>>;

const ghent = { 'account-type': { name: 'Ghent' }, 'segment-1': '100', 'segment-2': '4410', 'segment-3': 'CC12' };
const costCentre = { 'cost-centre/CC12': { code: 'M3CC12' } };

const translated = (line: Json, rows: Rows, accountingSegments: number[] = []) => {
  const settings: AccountingSettings = { accountingSegments, splitAccounting: 'split-lines' };
  return accountingToM3(CoupaOrderLine.parse({ id: 1, type: 'OrderQuantityLine', ...line }), {
    where: 'Line 1',
    mappings: mappingsOf(rows),
    settings,
    lengths: defaultLengths,
  });
};

const dimensions = (account: Json, rows: Rows, accountingSegments: number[] = []) => {
  const result = translated({ account }, rows, accountingSegments);
  if (!('value' in result)) throw new Error(JSON.stringify(result.findings));
  return result.value[0]?.dimensions;
};

describe('accounting', () => {
  it('the mapping of the chart of accounts says where each dimension comes from', () => {
    const chart = { dimension1: 'segment-2', dimension2: 'segment-3:cost-centre', dimension4: '=4711' };
    expect(dimensions(ghent, { 'accounting/Ghent': chart, ...costCentre })).toEqual([
      '4410',
      'M3CC12',
      '',
      '4711',
      '',
      '',
      '',
    ]);
  });

  it('P21: a dimension that Coupa gives no value for gets the one of the rule', () => {
    const account = { 'account-type': { name: 'Ghent' }, 'segment-2': '4410' };
    expect(dimensions(account, { 'accounting/Ghent': { dimension1: 'segment-2', dimension3: '=NONE' } })).toEqual([
      '4410',
      '',
      'NONE',
      '',
      '',
      '',
      '',
    ]);
  });

  it('a chart whose row names no source is left to M3’s own rules', () => {
    expect(dimensions(ghent, { 'accounting/Ghent': {} })).toBeUndefined();
  });

  it('a chart and a cost centre that nobody has mapped are waited for', () => {
    expect(missingIn(translated({ account: ghent }, {}))).toEqual(['accounting/Ghent']);
    const chart = { 'accounting/Ghent': { dimension2: 'segment-3:cost-centre' } };
    expect(missingIn(translated({ account: ghent }, chart))).toEqual(['cost-centre/CC12']);
  });

  it('where a chart has no mapping, the segments that the installation names become the dimensions, in its order', () => {
    expect(dimensions(ghent, {}, [2, 3])).toEqual(['4410', 'CC12']);
    expect(dimensions(ghent, {}, [2, 4])).toEqual(['4410', '']);
    expect(dimensions(ghent, {}, [4])).toBeUndefined();
  });

  it('one allocation is an account', () => {
    const allocations = [{ pct: '100.0', account: { 'segment-2': '6120' } }];
    expect(translated({ 'account-allocations': allocations }, {}, [2])).toMatchObject({
      value: [{ dimensions: ['6120'] }],
    });
  });
});

const booked = (...allocations: Json[]) =>
  translated(
    { total: '41.25', 'account-allocations': allocations.map((one) => ({ account: { 'segment-2': 'A' }, ...one })) },
    {},
    [2],
  );

const problemsOf = (...allocations: Json[]) => {
  const result = booked(...allocations);
  return 'findings' in result ? result.findings.problems.map(({ code, message }) => `${code} ${message}`) : [];
};

describe('the accounts of a line must make up the whole line', () => {
  it.each([
    [{ pct: '50' }, { pct: '50.00' }],
    [{ pct: '33.3333333333' }, { pct: '33.3333333333' }, { pct: '33.3333333333' }],
    Array.from({ length: 7 }, () => ({ pct: '14.2857142857' })),
    [{ pct: '66.6666666667' }, { pct: '33.3333333333' }],
    [{ amount: '10' }, { amount: '31.25' }],
    [{ amount: '13.7500' }, { amount: '13.75' }, { amount: '13.75' }],
  ])('%#: %j do', (...allocations) => {
    expect(problemsOf(...allocations)).toEqual([]);
  });

  it.each([
    [
      [{ pct: '50' }, { pct: '40' }],
      'split-incomplete Line 1, account-allocations: the percentages add up to 90, not to 100',
    ],
    [
      [{ pct: '33.33' }, { pct: '33.33' }, { pct: '33.33' }],
      'split-incomplete Line 1, account-allocations: the percentages add up to 99.99, not to 100',
    ],
    [[{ pct: '60' }], 'split-incomplete Line 1, account-allocations: the percentages add up to 60, not to 100'],
    [
      [{ amount: '10' }, { amount: '30' }],
      'split-incomplete Line 1, account-allocations: the amounts add up to 40, not to 41.25',
    ],
    [[{ pct: '120' }, { pct: '-20' }], 'value-negative Line 1, account-allocations 2, pct: -20'],
    [
      [{ pct: '0' }, { pct: '0' }],
      'split-incomplete Line 1, account-allocations: the percentages add up to 0, not to 100',
    ],
  ])('%j do not', (allocations, problem) => {
    expect(problemsOf(...allocations)).toEqual([problem]);
  });

  it('a share of nothing is no share', () => {
    expect(booked({ pct: '100' }, { pct: '0' })).toMatchObject({ value: [{ weight: '100' }] });
  });
});

const shares = (...weights: string[]): AccountShare[] => weights.map((weight) => ({ weight: weight as DecimalText }));

describe('what is split over accounts', () => {
  it('P17: adds up to the whole to the last decimal', () => {
    expect(splitOverShares('100' as DecimalText, shares('1', '1', '1'), 2)).toEqual(['33.34', '33.33', '33.33']);
  });

  it('leaves no share with nothing', () => {
    expect(splitOverShares('2' as DecimalText, shares('1', '1', '1'), 0)).toBeUndefined();
  });
});
