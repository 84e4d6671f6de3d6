import { describe, expect, it } from 'vitest';
import { config, settingsOf } from './config.js';

const environment = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgres://sluice@127.0.0.1/sluice',
  PORT: '0',
  SLUICE_API_TOKEN: 'a-token-for-tests-only',
  M3_COMPANIES: '100',
  COMPANY_TIME_ZONE: 'Europe/Brussels',
};

describe('the environment of supplier-sync', () => {
  it('is one company and M3’s usual status, and writes to neither system, unless said otherwise', () => {
    expect(settingsOf(config.parse(environment))).toMatchObject({
      companies: ['100'],
      usableStatuses: ['20'],
      factsFreshForMs: 600_000,
      rereadEveryMs: 3_600_000,
      sync: 'link',
      numbers: 'coupa',
      createIn: 'first',
      firstMeeting: 'report',
      owners: { name: 'coupa', paymentTerms: 'coupa' },
      lookupQueries: ['VRNO:<tax-id>', 'SUNM:<name>'],
    });
  });

  it('names each company once', () => {
    const parsed = config.parse({ ...environment, M3_COMPANIES: '100, 200,100,300' });
    expect(settingsOf(parsed).companies).toEqual(['100', '200', '300']);
  });

  it('says field by field who owns what, where that is not Coupa', () => {
    const parsed = config.parse({ ...environment, SUPPLIER_FIELD_OWNERS: 'paymentTerms=m3, contact=newest' });
    expect(settingsOf(parsed).owners).toMatchObject({ name: 'coupa', paymentTerms: 'm3', contact: 'newest' });
  });

  it('switches the search off by a word', () => {
    expect(settingsOf(config.parse({ ...environment, SUPPLIER_LOOKUP_QUERIES: 'none' })).lookupQueries).toEqual([]);
  });

  it.each([
    ['M3_COMPANIES', '200;300'],
    ['M3_COMPANIES', '1000'],
    ['M3_SUPPLIER_STATUSES_USABLE', 'active'],
    ['COMPANY_TIME_ZONE', 'Brussels'],
    ['SUPPLIER_SYNC', 'yes'],
    ['SUPPLIER_FIELD_OWNERS', 'terms=m3'],
    ['SUPPLIER_FIELD_OWNERS', 'paymentTerms=finance'],
    ['SUPPLIER_LOOKUP_QUERIES', 'SUNM:Acme'],
    ['M3_SUPPLIER_COMPARE_AT', '2 am'],
    ['M3_SUPPLIER_NUMBER_START', 'one'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => config.parse({ ...environment, [name]: value })).toThrow(name);
  });
});
