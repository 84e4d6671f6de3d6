import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { describe, expect, it } from 'vitest';
import { excludedBy, readExclusions } from './excluded.js';

const written = 'one-time-supplier=true; custom-fields.kind=employee|intercompany ;content-groups.name=Internal';

const excluded = (change: object, rules = written): string | undefined => {
  const exclusions = readExclusions(rules);
  if ('complaint' in exclusions) throw new Error(exclusions.complaint);
  return excludedBy(CoupaSupplier.parse({ id: 77, name: 'Acme', status: 'active', ...change }), exclusions);
};

describe('S27: a supplier is excluded by rule', () => {
  it.each([
    ['one-time', { 'one-time-supplier': true }, 'one-time-supplier is true'],
    ['one-time, in a text', { 'one-time-supplier': 'true' }, 'one-time-supplier is true'],
    ['an employee', { 'custom-fields': { kind: 'employee' } }, 'custom-fields.kind is employee'],
    [
      'chosen from a list',
      { 'custom-fields': { kind: { name: 'intercompany' } } },
      'custom-fields.kind is intercompany',
    ],
    ['in an older tenant', { kind: ' employee ' }, 'custom-fields.kind is employee'],
    [
      'one of several',
      { 'content-groups': [{ name: 'All' }, { name: 'Internal' }] },
      'content-groups.name is Internal',
    ],
  ])('%s', (_name, change, rule) => expect(excluded(change)).toBe(rule));

  it.each([
    ['without any of it', {}],
    ['with other values', { 'one-time-supplier': false, 'custom-fields': { kind: 'vendor' }, 'content-groups': [] }],
    ['with nothing there', { 'custom-fields': { kind: null } }],
    ['with a list', { 'custom-fields': { kind: ['vendor'] } }],
    ['with an object without a name', { 'custom-fields': { kind: { id: 3 } } }],
  ])('and one %s is not', (_name, change) => expect(excluded(change)).toBeUndefined());

  it('without rules nobody is', () => expect(excluded({ 'one-time-supplier': true }, ' ')).toBeUndefined());
});

it.each([
  ['one-time-supplier', '"one-time-supplier" is no rule: field=value or field=value|value is expected'],
  ['=true', '"=true" is no rule'],
  ['status=', '"status=" is no rule'],
  ['status=active|', '"status=active|" is no rule'],
  ['one time=true', '"one time=true" is no rule'],
  ['status=draft; duns=1', '"duns=1": duns is no field of a supplier that is asked of Coupa; those are id, name'],
])('%s is refused in words', (rules, complaint) => {
  expect(readExclusions(rules)).toEqual({ complaint: expect.stringContaining(complaint) });
});
