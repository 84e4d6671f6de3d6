import { describe, expect, it } from 'vitest';
import { fitting } from './check-field.js';
import { defaultLengths, tenantLengths, type FieldLengths } from './field-lengths.js';

const tenant = tenantLengths({
  transactions: {
    'PPS370MI AddHead': { HREF: 20, YRE1: 20 },
    'PPS370MI AddLine': { ITNO: 12, HREF: 15 },
  },
});

const refusal = (lengths: FieldLengths, value: string) => {
  const result = fitting('item', value, 'ITNO', lengths);
  return 'findings' in result ? result.findings.problems.map(({ code, message }) => `${code} ${message}`) : [];
};

describe('how many characters a field takes', () => {
  it('is what the tenant says, and of several transactions the least', () => {
    expect(tenant('ITNO')).toEqual({ length: 12, source: 'this M3 says so in MRS001MI, PPS370MI AddLine' });
    expect(tenant('HREF').length).toBe(15);
  });

  it('is what the program at hand says, whatever another one takes', () => {
    const both = { transactions: { 'PPS370MI AddAddress': { TOWN: 15 }, 'CRS620MI AddAddress': { TOWN: 20 } } };
    expect(tenantLengths(both, 'CRS620MI')('TOWN').length).toBe(20);
    expect(tenantLengths(both, 'PPS370MI')('TOWN').length).toBe(15);
  });

  it('is that of M3 CloudSuite where the tenant says nothing', () => {
    expect(tenant('PITD').length).toBe(60);
    expect(tenantLengths(undefined)('ITNO').length).toBe(15);
  });

  it('stands in the refusal beside who says so', () => {
    expect(refusal(tenant, 'BRG-6204-ZZ-C3')).toEqual([
      'value-too-long item: "BRG-6204-ZZ-C3" has 14 characters, M3\'s item number (ITNO) takes 12 (this M3 says so in MRS001MI, PPS370MI AddLine)',
    ]);
    expect(refusal(defaultLengths, 'BRG-6204-ZZ-C3')).toEqual([]);
    expect(refusal(defaultLengths, 'BRG-6204-ZZ-C3-X')).toEqual([
      'value-too-long item: "BRG-6204-ZZ-C3-X" has 16 characters, M3\'s item number (ITNO) takes 15 (Sluice\'s list of fields; this M3 has not told its own)',
    ]);
  });
});
