import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { sealingSettings } from '@sluice/runtime/sealing/sealing-settings';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bankSettings, bankSettingsOf } from './bank-settings.js';

const definition = defineConfig('supplier-sync', {
  ...bankSettings,
  ...sealingSettings,
  timeScale: setting('TIME_SCALE', z.string().default('1').transform(Number), { description: 'Scale.' }),
});
const complete = {
  SLUICE_SEALING_KEY: Buffer.alloc(32, 1).toString('base64'),
  SUPPLIER_BANK_FIELDS: 'iban=custom-fields.iban',
  SUPPLIER_BANK_DIVISIONS: '100=AAA',
  M3_BANK_ACCOUNT_FIELDS: 'BKIN=01, LNCD=GB',
};
const read = (environment: Readonly<Record<string, string>>) =>
  bankSettingsOf({ ...definition.parse(environment), companies: ['100'] }, 600_000);

describe('bank accounts of suppliers', () => {
  it('are not sent by default', () => {
    expect(read({})).toBeUndefined();
  });

  it('are sent as an installation says', () => {
    expect(read({ ...complete, SUPPLIER_BANK_COOLING_OFF_HOURS: '24', SUPPLIER_BANK_OLD_ACCOUNT: 'close' })).toEqual({
      fields: { iban: ['custom-fields', 'iban'] },
      coolingOffMs: 86_400_000,
      divisions: { '100': 'AAA' },
      account: { BKIN: '01', CBPY: '1', STAT: '20', LNCD: 'GB' },
      oldAccount: 'close',
      factsFreshForMs: 600_000,
    });
  });

  it.each([
    ['without a key that seals them', { SLUICE_SEALING_KEY: '' }, 'SLUICE_SEALING_KEY is not'],
    ['without the division of a company', { SUPPLIER_BANK_DIVISIONS: '200=BBB' }, 'no division of company 100'],
    ['without what M3 wants to know', { M3_BANK_ACCOUNT_FIELDS: 'BKIN=01' }, 'gives no BKIN or no LNCD'],
    ['with a division twice', { SUPPLIER_BANK_DIVISIONS: '100=AAA,100=BBB' }, 'SUPPLIER_BANK_DIVISIONS'],
    ['with a field that is none', { M3_BANK_ACCOUNT_FIELDS: 'IBAN=BE68' }, 'M3_BANK_ACCOUNT_FIELDS'],
  ])('are refused at start %s', (_, change, words) => {
    expect(() => read({ ...complete, ...change })).toThrow(words);
  });
});
