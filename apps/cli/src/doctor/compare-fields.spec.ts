import { expect, it } from 'vitest';
import { compareFields, type FieldOfTenant } from './compare-fields.js';

const field = (name: string, more: Partial<FieldOfTenant> = {}): FieldOfTenant => ({
  name,
  length: 30,
  mandatory: false,
  ...more,
});

const compare = (filled: string[], ...fields: FieldOfTenant[]) =>
  compareFields('m3 PPS370MI AddHead', filled, fields).map(({ state, detail }) => `${state}: ${detail}`);

it('a tenant that has every field that is filled is well, whatever else it has', () => {
  expect(compare(['SUNO', 'SQRY'], field('SUNO'), field('SQRY', { length: 1 }), field('OREF'))).toEqual([
    'ok: has all 2 field(s)',
  ]);
});

it('a field that the tenant lacks is a failure', () => {
  expect(compare(['SUNO', 'YRE1'], field('SUNO'))).toEqual(['failed: lacks YRE1 in this tenant']);
});

it('a field that is shorter than Sluice allows is reported with both lengths, and so is a mandatory one that is not filled', () => {
  expect(
    compare(
      ['SUNO', 'HREF'],
      field('SUNO', { length: 10 }),
      field('HREF', { length: 17 }),
      field('MODL', { mandatory: true }),
    ),
  ).toEqual([
    'warning: takes fewer characters than Sluice lets pass: HREF (17 of 20)',
    'warning: wants MODL, which Sluice does not fill',
  ]);
});
