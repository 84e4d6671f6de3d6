import { describe, expect, it } from 'vitest';
import { config, supplierSettings } from './config.js';

const environment = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgres://sluice@127.0.0.1/sluice',
  PORT: '0',
  SLUICE_API_TOKEN: 'a-token-for-tests-only',
  M3_COMPANIES: '100',
};

describe('the environment of supplier-sync', () => {
  it('is one company and M3’s usual status unless said otherwise', () => {
    expect(supplierSettings(config.parse(environment))).toEqual({
      companies: ['100'],
      usableStatuses: ['20'],
      factsFreshForMs: 600_000,
      rereadEveryMs: 3_600_000,
    });
  });

  it('names each company once', () => {
    const parsed = config.parse({ ...environment, M3_COMPANIES: '100, 200,100,300' });
    expect(supplierSettings(parsed).companies).toEqual(['100', '200', '300']);
  });

  it.each([
    ['M3_COMPANIES', '200;300'],
    ['M3_COMPANIES', '1000'],
    ['M3_SUPPLIER_STATUSES_USABLE', 'active'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => config.parse({ ...environment, [name]: value })).toThrow(name);
  });
});
