import { expect, it } from 'vitest';
import { readConfig } from './config.js';

const given = {
  SANDBOX_ADMIN_TOKEN: 'admin-token',
  SANDBOX_COUPA_CLIENT_ID: 'client',
  SANDBOX_COUPA_CLIENT_SECRET: 'secret',
  SANDBOX_WEBHOOK_SECRET: 'webhook secret',
};

it('needs four settings and has a default for the others', () => {
  expect(readConfig({ ...given, SANDBOX_WEBHOOK_URL: '', PATH: '/bin' })).toMatchObject({
    host: '127.0.0.1',
    tenant: 'SANDBOX_TST',
    timeScale: 1,
    ionTokenSeconds: 7200,
    transferDelayMs: 300,
  });
});

it('names every problem at once by its variable', () => {
  const wrong = { ...given, SANDBOX_ADMIN_TOKEN: 'short', SANDBOX_PORT: 'many', SANDBOX_TIME_SCALE: '0' };
  expect(() => readConfig(wrong)).toThrow(/SANDBOX_PORT[^]*SANDBOX_ADMIN_TOKEN[^]*SANDBOX_TIME_SCALE/);
});

it('the settings of both systems begin as the environment says', () => {
  const config = readConfig({
    ...given,
    SANDBOX_COUPA_TOP_LEVEL_CUSTOM_FIELDS: 'erp-po-no, erp-status',
    SANDBOX_COUPA_LOCK_CLOSED_ORDERS: 'true',
    SANDBOX_COUPA_DOOR: 'call-out',
    SANDBOX_QUOTA_KIND: 'rolling',
  });
  expect(config).toMatchObject({
    topLevelCustomFields: ['erp-po-no', 'erp-status'],
    lockClosedOrders: true,
    door: 'call-out',
    quotaKind: 'rolling',
  });
  expect(() => readConfig({ ...given, SANDBOX_QUOTA_KIND: 'daily' })).toThrow('SANDBOX_QUOTA_KIND');
});

it('a certificate comes with its key, API filters come as JSON', () => {
  expect(() => readConfig({ ...given, SANDBOX_TLS_CERT_FILE: 'cert.pem' })).toThrow('SANDBOX_TLS_KEY_FILE');
  expect(() => readConfig({ ...given, SANDBOX_TENANT: 'coupa' })).toThrow('SANDBOX_TENANT');
  expect(() => readConfig({ ...given, SANDBOX_COUPA_API_FILTERS: '[' })).toThrow('SANDBOX_COUPA_API_FILTERS');
  const filters = '[{ "name": "erp", "object": "supplier", "fields": ["id"] }]';
  expect(readConfig({ ...given, SANDBOX_COUPA_API_FILTERS: filters }).apiFilters).toEqual([
    { name: 'erp', object: 'supplier', fields: ['id'], default: false },
  ]);
});
