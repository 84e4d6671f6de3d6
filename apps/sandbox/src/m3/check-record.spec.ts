import { describe, expect, it } from 'vitest';
import { checkRecord } from './check-record.js';
import { declareFields } from './declare-fields.js';
import { fieldLists } from './fields/field-lists.js';
import { Nok, type M3Record } from './nok.js';

const { input } = declareFields({
  description: 'Anything',
  input: { SUNO: 'A10!', DWDT: 'D10!', PNLI: 'N3', ORQA: 'N17.6', PITD: 'A30' },
});

const good = { SUNO: 'Y30001', DWDT: '20270320' };

function refusal(record: M3Record, fields = input): Partial<Nok> {
  try {
    checkRecord(fields, record);
  } catch (error) {
    if (error instanceof Nok) return { errorType: error.errorType, field: error.field, code: error.code };
    throw error;
  }
  throw new Error('The record was taken.');
}

describe('what M3 refuses at the door', () => {
  it.each([
    ['a mandatory field left out', { SUNO: 'Y30001' }, 'MandatoryInputFieldNotFound', 'DWDT', ''],
    ['a mandatory field of blanks', { ...good, SUNO: '   ' }, 'MandatoryInputFieldNotFound', 'SUNO', ''],
    ['text that is too long', { ...good, SUNO: 'Y3000100001' }, 'InputFieldTooLong', 'SUNO', ''],
    ['a number with too many digits', { ...good, PNLI: '1000' }, 'InputFieldTooLong', 'PNLI', ''],
    ['a number with a comma', { ...good, ORQA: '1,5' }, 'ServerReturnedNOK', 'ORQA', 'XNU0000'],
    ['a number with an exponent', { ...good, ORQA: '1e3' }, 'ServerReturnedNOK', 'ORQA', 'XNU0000'],
    ['decimals where there are none', { ...good, PNLI: '1.5' }, 'ServerReturnedNOK', 'PNLI', 'XNU0000'],
    ['more decimals than the field has', { ...good, ORQA: '0.1234567' }, 'ServerReturnedNOK', 'ORQA', 'XNU0000'],
    ['a date with dashes', { ...good, DWDT: '2027-03-20' }, 'ServerReturnedNOK', 'DWDT', 'XDT0001'],
    ['a day that is not in the calendar', { ...good, DWDT: '20270230' }, 'ServerReturnedNOK', 'DWDT', 'XDT0001'],
    ['a field that the transaction does not have', { ...good, PUNO: '1' }, 'InputFieldNotFound', 'PUNO', ''],
  ])('%s', (_, record, errorType, field, code) => {
    expect(refusal(record)).toEqual({ errorType, field, code });
  });

  it('a number for the new order in an older release: there AddHead gives it', () => {
    const head = { MSGN: '1', FACI: 'F01', WHLO: 'W01', SUNO: 'Y30001', DWDT: '20270320', PUNO: '4500001' };
    const { newer, older } = fieldLists('PPS370MI').transactions.AddHead;
    expect(refusal(head, older?.input)).toMatchObject({ errorType: 'InputFieldNotFound', field: 'PUNO' });
    expect(checkRecord(newer.input, head)).toEqual(head);
  });
});

describe('what M3 takes', () => {
  it('leaves blank fields out and trailing blanks off', () => {
    expect(checkRecord(input, { ...good, PITD: 'Bearing  ', PNLI: '' })).toEqual({ ...good, PITD: 'Bearing' });
  });

  it('takes decimals that are zeros beyond those of the field', () => {
    expect(checkRecord(input, { ...good, PNLI: '-1', ORQA: '10.0000000' })).toMatchObject({ ORQA: '10.0000000' });
  });

  it('reads the blank mark as empty only where it is one', () => {
    expect(checkRecord(input, { ...good, PITD: '?', ORQA: '?' }, '?')).toEqual({ ...good, PITD: '', ORQA: '' });
    expect(() => checkRecord(input, { ...good, ORQA: '?' })).toThrow(Nok);
  });
});
