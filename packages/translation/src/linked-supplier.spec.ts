import type { ReadSupplierXref } from '@sluice/shared/messages/xref';
import { describe, expect, it } from 'vitest';
import { decideFindings } from './decide-findings.js';
import { linkedSupplier } from './linked-supplier.js';
import { found } from './translated.js';

const ref = { topic: 'xref.supplier.v1', key: '77', sequence: 3 } as const;
const inCompany = found({ company: '100', division: 'AAA' });

const linked = (value?: Partial<ReadSupplierXref>) =>
  linkedSupplier('77', inCompany, () => ({
    ref,
    ...(value !== undefined && { value: { supplierId: '77', entries: [], ...value } }),
  }));

const waitsFor = (value?: Partial<ReadSupplierXref>) => {
  const translated = linked(value);
  if (!('findings' in translated)) throw new Error('the supplier is linked');
  return decideFindings(translated.findings, { 'supplier-unlinked': 'Give it a number.' });
};

const entry = { company: '100', number: 'Y30001', blocked: false };

describe('a supplier in M3’s words', () => {
  it('by its number in the division, else by that of the company', () => {
    expect(linked({ entries: [entry] })).toEqual(found({ ...entry, ref }));
    const ofDivision = { ...entry, division: 'AAA', number: 'Y30002' };
    expect(linked({ entries: [entry, ofDivision] })).toEqual(found({ ...ofDivision, ref }));
  });

  it.each<[name: string, value: Partial<ReadSupplierXref> | undefined]>([
    ['nothing was ever said of it', undefined],
    ['Coupa removed it', { removed: true }],
    ['its link was taken back', {}],
  ])('is waited for where %s', (_name, value) => {
    expect(waitsFor(value)).toMatchObject({
      decision: 'waiting',
      on: [ref],
      because: { code: 'supplier-unlinked', message: 'Supplier 77 is not linked to M3 yet', fix: 'Give it a number.' },
    });
  });

  it('is waited for where only another company knows it', () => {
    expect(waitsFor({ entries: [{ ...entry, company: '200' }] }).because.message).toBe(
      'Supplier 77 is not linked to company 100 of M3 yet',
    );
  });

  it('T22: who waits reads why there is no link, and what helps against that', () => {
    const because = {
      code: 'credentials-refused',
      message: 'M3 refuses the credentials of Sluice',
      fix: 'See to it.',
    } as const;
    expect(waitsFor({ because }).because).toEqual({
      code: 'supplier-unlinked',
      message: 'Supplier 77 is not linked to M3 yet: M3 refuses the credentials of Sluice',
      fix: 'See to it.',
    });
  });
});
