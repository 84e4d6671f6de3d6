import { describe, expect, it } from 'vitest';
import { anOrder, type Json } from '../../../tests/coupa.js';
import { mapping } from '../../../tests/given.js';
import { target, translate } from '../../../tests/translate.js';

const unit = (...versions: Json[]) => [
  {
    ...mapping('unit', 'EA', { unit: 'PCS', decimals: '0' }),
    sequence: 4,
    value: { table: 'unit', key: 'EA', value: {}, versions },
  },
];

const old = { value: { unit: 'OLD', decimals: '0' } };

const later = { validFrom: '2026-03-05', value: { unit: 'NEW', decimals: '0' } };

describe('a row of a mapping that is valid from a day on', () => {
  it('says what it said on the day of the order, so that an order that M3 has does not change with it', () => {
    const later2 = { ...later, validFrom: '2026-03-01' };
    expect(target(anOrder(), { keys: unit(old, later) }).lines[0]?.unit).toBe('OLD');
    expect(target(anOrder(), { keys: unit(old, later2) }).lines[0]?.unit).toBe('NEW');
  });

  it('and what it said first where it began after the order was made', () => {
    const last = { validFrom: '2026-03-09', value: { unit: 'NEWER', decimals: '0' } };
    expect(target(anOrder(), { keys: unit(later, last) }).lines[0]?.unit).toBe('NEW');
  });

  it('is waited for until its day begins in the company’s time zone', () => {
    const result = translate(anOrder(), { keys: unit({ ...later, validFrom: '2026-04-01' }) });
    expect('findings' in result && result.findings).toMatchObject({
      missing: [{ topic: 'mapping.v1', key: 'unit/EA', sequence: 4 }],
      until: '2026-03-31T22:00:00.000Z',
    });
    expect('findings' in result && result.findings.absence().message).toBe('No mapping for unit EA before 2026-04-01');
  });
});
