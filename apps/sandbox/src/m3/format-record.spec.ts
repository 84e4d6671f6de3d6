import { describe, expect, it } from 'vitest';
import { declareFields } from './declare-fields.js';
import { formatRecord } from './format-record.js';

const { output } = declareFields({ description: 'Anything', output: 'SUNO A10, ORQA N17.6, PNLI N3, DWDT D10' });
const record = { SUNO: 'Y30001', ORQA: '10.5', PNLI: '1', OTHER: 'not an output field' };
const plain = { excludeEmptyValues: false, rightTrim: true };

describe('a record as M3 sends it', () => {
  it('holds every output field, numbers with all their decimals', () => {
    expect(formatRecord(output, record, plain)).toEqual({ SUNO: 'Y30001', ORQA: '10.500000', PNLI: '1', DWDT: '' });
  });

  it('is padded to the fields when trimming was not asked for', () => {
    expect(formatRecord(output, record, { ...plain, rightTrim: false })).toEqual({
      SUNO: 'Y30001    ',
      ORQA: '10.500000        ',
      PNLI: '1  ',
      DWDT: '          ',
    });
  });

  it('leaves out empty values and columns that were not asked for', () => {
    const options = { ...plain, excludeEmptyValues: true, selectedColumns: ['SUNO', 'DWDT'] };
    expect(formatRecord(output, record, options)).toEqual({ SUNO: 'Y30001' });
  });
});
