import { describe, expect, it } from 'vitest';
import { aLine, anOrder, withLines, type Json } from '../../../tests/coupa.js';
import { mapping } from '../../../tests/given.js';
import { target, translate } from '../../../tests/translate.js';

const without = ['mapping.v1/accounting/Ghent'];

const chart = (value: Json) => ({ keys: [mapping('accounting', 'Ghent', value)] });

const dimensions = (accountingSegments: number[]) =>
  target(anOrder(), { without }, { accountingSegments }).lines[0]?.dimensions;

describe('accounting', () => {
  it('the mapping of the chart of accounts says where each dimension comes from', () => {
    const known = chart({ dimension1: 'segment-2', dimension2: 'segment-3:cost-centre', dimension4: '=4711' });
    expect(target(anOrder(), known).lines[0]?.dimensions).toEqual(['4410', 'M3CC12', '', '4711', '', '', '']);
  });

  it('P21: a dimension that Coupa gives no value for gets the one of the rule', () => {
    const order = withLines(aLine({ account: { 'account-type': { name: 'Ghent' }, 'segment-2': '4410' } }));
    expect(target(order, chart({ dimension1: 'segment-2', dimension3: '=NONE' })).lines[0]?.dimensions).toEqual([
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
    expect(target(anOrder()).lines[0]).not.toHaveProperty('dimensions');
  });

  it('a chart and a cost centre that nobody has mapped are waited for', () => {
    const result = translate(anOrder(), { without });
    expect('findings' in result && result.findings.missing.map(({ key }) => key)).toEqual(['accounting/Ghent']);
    const centre = translate(anOrder(), {
      ...chart({ dimension2: 'segment-3:cost-centre' }),
      without: ['mapping.v1/cost-centre/CC12'],
    });
    expect('findings' in centre && centre.findings.missing.map(({ key }) => key)).toEqual(['cost-centre/CC12']);
  });

  it('where a chart has no mapping, the segments that the installation names become the dimensions, in its order', () => {
    expect(dimensions([2, 3])).toEqual(['4410', 'CC12']);
    expect(dimensions([2, 4])).toEqual(['4410', '']);
    expect(dimensions([4])).toBeUndefined();
  });

  it('one allocation is an account', () => {
    const order = withLines(
      aLine({ account: null, 'account-allocations': [{ pct: '100.0', account: { 'segment-2': '6120' } }] }),
    );
    expect(target(order, {}, { accountingSegments: [2] }).lines[0]?.dimensions).toEqual(['6120']);
  });
});
