import { describe, expect, it } from 'vitest';
import { config, settingsOf } from '../config.js';
import { m3ToCoupaSettingsOf } from './m3-to-coupa-settings.js';

const environment = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgres://sluice@127.0.0.1/sluice',
  PORT: '0',
  SLUICE_API_TOKEN: 'a-token-for-tests-only',
  M3_COMPANIES: '100,200',
  COMPANY_TIME_ZONE: 'Europe/Brussels',
};

const parsed = (changed: Readonly<Record<string, string>> = {}) => {
  const one = config.parse({ ...environment, ...changed });
  return m3ToCoupaSettingsOf(one, settingsOf(one));
};

describe('what the environment says of suppliers that come from M3', () => {
  it('is that nothing does, unless suppliers go both ways', () => {
    expect(parsed().scannedCompanies).toEqual([]);
    expect(parsed({ SUPPLIER_SYNC: 'to-m3' }).scannedCompanies).toEqual([]);
    expect(parsed({ SUPPLIER_SYNC: 'both' }).scannedCompanies).toEqual(['100', '200']);
  });

  it('leaves new ones to a person, and looks every minute, ten minutes back', () => {
    expect(parsed()).toMatchObject({ newInM3: 'leave', notForCoupa: [], scanEveryMs: 60_000, scanOverlapMs: 600_000 });
  });

  it('tells the range of numbers in which suppliers of Coupa’s are made in M3, where there is one', () => {
    expect(parsed({ M3_SUPPLIER_NUMBER_PREFIX: 'C' })).not.toHaveProperty('ownPrefix');
    expect(parsed({ M3_SUPPLIER_NUMBERS: 'own', M3_SUPPLIER_NUMBER_PREFIX: 'C' }).ownPrefix).toBe('C');
  });

  const bothWays = { SUPPLIER_SYNC: 'both', SUPPLIERS_NEW_IN_M3: 'create' };

  it.each<[name: string, changed: Readonly<Record<string, string>>]>([
    ['M3_SUPPLIER_NUMBERS=m3-series', { M3_SUPPLIER_NUMBERS: 'm3-series' }],
    ['M3_SUPPLIER_NUMBERS=own without a prefix', { M3_SUPPLIER_NUMBERS: 'own' }],
  ])('S25: refuses to make suppliers in both systems by %s: our own would be made in Coupa again', (name, changed) => {
    expect(() => parsed({ ...bothWays, ...changed })).toThrow(`SUPPLIERS_NEW_IN_M3=create cannot be used with ${name}`);
    for (const harmless of [{ SUPPLIERS_NEW_IN_M3: 'leave' }, { SUPPLIER_SYNC: 'to-m3' }])
      expect(() => parsed({ ...bothWays, ...changed, ...harmless })).not.toThrow();
  });

  it('S25: makes suppliers in both systems where their numbers tell which are ours', () => {
    expect(parsed({ ...bothWays, M3_SUPPLIER_NUMBERS: 'coupa' }).newInM3).toBe('create');
    expect(parsed({ ...bothWays, M3_SUPPLIER_NUMBERS: 'own', M3_SUPPLIER_NUMBER_PREFIX: 'C' }).ownPrefix).toBe('C');
  });

  it('names each supplier that only M3 needs once', () => {
    expect(parsed({ SUPPLIERS_NOT_FOR_COUPA: 'TPL*, 999999,TPL*,' }).notForCoupa).toEqual(['TPL*', '999999']);
  });

  it('leaves it to Coupa how orders are sent where nothing is said', () => {
    expect(parsed().inCoupa).toEqual({ paymentMethod: 'invoice', invoiceMatchingLevel: '3-way', contentGroups: true });
    expect(parsed({ COUPA_SUPPLIER_PO_METHOD: 'prompt' }).inCoupa.poMethod).toBe('prompt');
  });

  it.each([
    ['M3_SUPPLIER_SCAN_INTERVAL', '5'],
    ['M3_SUPPLIER_SCAN_OVERLAP', '0'],
    ['SUPPLIERS_NEW_IN_M3', 'yes'],
    ['SUPPLIERS_NOT_FOR_COUPA', 'T*PL'],
    ['COUPA_SUPPLIER_INVOICE_MATCHING_LEVEL', '4-way'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => parsed({ [name]: value })).toThrow(name);
  });
});
