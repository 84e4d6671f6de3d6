import { describe, expect, it } from 'vitest';
import { mappingsOf, missingIn, type Rows } from '../tests/mappings.js';
import { absenceOf, decideFindings } from './decide-findings.js';
import { mapped } from './mapped.js';

const old = { value: { unit: 'OLD', decimals: '0' } };
const later = { validFrom: '2026-03-05', value: { unit: 'NEW', decimals: '0' } };

const unit = (row: Rows[string]) => mapped(mappingsOf({ 'unit/EA': row }), 'unit', 'EA');
const unitIn = (row: Rows[string]): string | undefined => {
  const translated = unit(row);
  return 'value' in translated ? translated.value.unit : undefined;
};

describe('a row of a mapping that is valid from a day on', () => {
  it('says what it said on the day of the document, so that one that M3 has does not change with it', () => {
    const onTheDay = { ...later, validFrom: '2026-03-01' };
    expect(unitIn([old, later])).toBe('OLD');
    expect(unitIn([old, onTheDay])).toBe('NEW');
  });

  it('and what it said first where it began after the document was made', () => {
    const last = { validFrom: '2026-03-09', value: { unit: 'NEWER', decimals: '0' } };
    expect(unitIn([later, last])).toBe('NEW');
  });

  it('is waited for until its day begins in the company’s time zone', () => {
    const translated = unit([{ ...later, validFrom: '2026-04-01' }]);
    if (!('findings' in translated)) throw new Error('the row says something');
    expect(translated.findings.missing).toMatchObject([
      { ref: { topic: 'mapping.v1', key: 'unit/EA', sequence: 4 }, validFrom: '2026-03-31T22:00:00.000Z' },
    ]);
    expect(absenceOf(translated.findings.missing, {}).message).toBe('No mapping for unit EA before 2026-04-01');
    expect(decideFindings(translated.findings, {})).toMatchObject({
      decision: 'waiting',
      until: '2026-03-31T22:00:00.000Z',
    });
  });
});

describe('a row that cannot be used', () => {
  it('counts as missing where a column is wrong', () => {
    expect(missingIn(unit({ unit: 'PIECES', decimals: '0' }))).toEqual(['unit/EA']);
  });

  it('D12: is not the one that differs in case, which is named', () => {
    const translated = mapped(mappingsOf({ 'unit/EA': { unit: 'PCS', decimals: '0' } }), 'unit', 'ea');
    expect(translated).toMatchObject({
      findings: { missing: [{ ref: { key: 'unit/ea' }, label: 'unit ea (only the case differs: EA)' }] },
    });
  });
});
