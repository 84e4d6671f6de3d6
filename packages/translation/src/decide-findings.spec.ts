import { describe, expect, it } from 'vitest';
import { commonFixes, decideFindings } from './decide-findings.js';
import { all, missing, problem, type Findings, type Translated } from './translated.js';

const row = (key: string, validFrom?: string) =>
  missing({
    ref: { topic: 'mapping.v1', key, sequence: 0 },
    code: 'mapping-missing',
    label: key.replace('/', ' '),
    ...(validFrom !== undefined && { validFrom }),
  });
const supplier = { topic: 'xref.supplier.v1', key: '77', sequence: 3 } as const;
const unlinked = missing({ ref: supplier, code: 'supplier-unlinked', label: 'Supplier 77 is not linked to M3 yet' });

const findingsOf = (...translated: Translated<unknown>[]): Findings => {
  const together = all(translated);
  if ('value' in together) throw new Error('there are no findings');
  return together.findings;
};

const decided = (...translated: Translated<unknown>[]) =>
  decideFindings(findingsOf(...translated), commonFixes('invoice'));

describe('a document of which something is missing', () => {
  it('waits for all of it, the rows of mappings in one sentence, and says what to do about each kind', () => {
    expect(decided(unlinked, row('unit/BOX'), row('tax-code/21'))).toEqual({
      decision: 'waiting',
      on: [
        supplier,
        { topic: 'mapping.v1', key: 'unit/BOX', sequence: 0 },
        { topic: 'mapping.v1', key: 'tax-code/21', sequence: 0 },
      ],
      because: {
        code: 'mapping-missing',
        message: 'No mapping for unit BOX, tax-code 21; Supplier 77 is not linked to M3 yet',
        fix: "Import a row: sluice mappings import FILE (columns: sluice mappings import --help). Give the supplier M3's number in Coupa; the invoice then goes on by itself.",
      },
    });
  });

  it('waits until the first of its rows begins', () => {
    expect(
      decided(row('unit/BOX', '2026-05-01T00:00:00.000Z'), row('unit/EA', '2026-04-01T00:00:00.000Z')),
    ).toMatchObject({
      until: '2026-04-01T00:00:00.000Z',
    });
  });
});

describe('a document that a person must correct', () => {
  it('is refused for that first, and decided again by whatever else was found', () => {
    const blocked = problem('supplier-blocked', 'supplier: blocked', [supplier]);
    expect(decided(row('unit/BOX'), blocked)).toMatchObject({
      decision: 'refused',
      because: { code: 'supplier-blocked', message: 'supplier: blocked; No mapping for unit BOX' },
      problems: [{ code: 'supplier-blocked', message: 'supplier: blocked' }],
      on: [{ key: 'unit/BOX' }, supplier],
    });
  });

  it('names twenty problems and counts the others', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      problem('value-missing', `Line ${index + 1}, price is empty`),
    );
    const decision = decided(...many);
    expect(decision.because.message).toContain('Line 20, price is empty; and 10 more');
    expect(decision).toHaveProperty('problems.length', 30);
  });
});
