import { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import type { DecimalText } from '@sluice/shared/decimal';
import { describe, expect, it } from 'vitest';
import { mappingsOf, missingIn, type Rows } from '../tests/mappings.js';
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

const shares = (...weights: string[]): AccountShare[] => weights.map((weight) => ({ weight: weight as DecimalText }));

describe('what is split over accounts', () => {
  it('P17: adds up to the whole to the last decimal', () => {
    expect(splitOverShares('100' as DecimalText, shares('1', '1', '1'), 2)).toEqual(['33.34', '33.33', '33.33']);
  });

  it('leaves no share with nothing', () => {
    expect(splitOverShares('2' as DecimalText, shares('1', '1', '1'), 0)).toBeUndefined();
  });
});
