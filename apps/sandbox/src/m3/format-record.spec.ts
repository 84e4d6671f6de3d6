import { describe, expect, it } from 'vitest';
import { declareFields } from './declare-fields.js';
import { formatRecord } from './format-record.js';

const { output } = declareFields({
  description: 'Anything',
  output: { SUNO: 'A10', ORQA: 'N17.6', PNLI: 'N3', DWDT: 'D10' },
});
const record = { SUNO: 'Y30001', ORQA: '10.5', PNLI: '1', OTHER: 'not an output field' };
const plain = { excludeEmptyValues: false, rightTrim: true, dateFormat: 'YMD8' } as const;

describe('a record as M3 sends it', () => {
  it('holds every output field, numbers with all their decimals', () => {
    expect(formatRecord(output, record, plain)).toEqual({ SUNO: 'Y30001', ORQA: '10.500000', PNLI: '1', DWDT: '' });
  });

  it('has no more of a text than its field takes', () => {
    expect(formatRecord(output, { ...record, SUNO: 'Y3000100001' }, plain)).toMatchObject({ SUNO: 'Y300010000' });
  });

  it('is padded to the fields when it is not trimmed', () => {
    expect(formatRecord(output, record, { ...plain, rightTrim: false })).toEqual({
      SUNO: 'Y30001    ',
      ORQA: '10.500000        ',
      PNLI: '1  ',
      DWDT: '          ',
    });
  });

  it('has its dates as they were asked for', () => {
    const dated = { ...record, DWDT: '20270320' };
    expect(formatRecord(output, dated, { ...plain, dateFormat: 'DMY6' })).toMatchObject({ DWDT: '200327' });
  });

  it('leaves out empty values and columns that were not asked for', () => {
    const options = { ...plain, excludeEmptyValues: true, selectedColumns: ['SUNO', 'DWDT'] };
    expect(formatRecord(output, record, options)).toEqual({ SUNO: 'Y30001' });
  });
});
