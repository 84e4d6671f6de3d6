import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appNames } from '@sluice/shared/apps';
import { expect, it } from 'vitest';
import { defineConfig } from '../config/define-config.js';
import { kafkaSettings } from '../config/kafka-settings.js';
import { topicsOf } from '../health/checks.js';
import { kafkaAccess } from './kafka-access.js';

const caFile = join(mkdtempSync(join(tmpdir(), 'sluice-ca-')), 'ca.pem');
writeFileSync(caFile, 'a certificate');

const accessOf = (environment: Record<string, string>) =>
  kafkaAccess(defineConfig('po-sync', kafkaSettings).parse({ KAFKA_BROKERS: 'kafka:9093', ...environment }));
const login = { KAFKA_SASL_USERNAME: 'sluice-po-sync', KAFKA_SASL_PASSWORD: 'a secret' };
const credentials = { username: 'sluice-po-sync', password: 'a secret' };

it.each([
  ['nothing is set', {}, {}],
  ['TLS is on', { KAFKA_SSL: 'on' }, { ssl: true }],
  ['an authority of one’s own', { KAFKA_SSL: 'on', KAFKA_SSL_CA_FILE: caFile }, { ssl: { ca: ['a certificate'] } }],
  [
    'a login by TLS',
    { KAFKA_SSL: 'on', KAFKA_SASL_MECHANISM: 'plain', ...login },
    { ssl: true, sasl: { mechanism: 'plain', ...credentials } },
  ],
  [
    'a login that does not give the password away',
    { KAFKA_SASL_MECHANISM: 'scram-sha-512', ...login },
    { sasl: { mechanism: 'scram-sha-512', ...credentials } },
  ],
])('Kafka is reached as the settings say: %s', (_, environment, access) => {
  expect(accessOf(environment)).toEqual(access);
});

it.each([
  ['the password would be readable on the way', { KAFKA_SASL_MECHANISM: 'plain', ...login }, /in the clear/],
  ['a certificate is given and not used', { KAFKA_SSL_CA_FILE: caFile }, /KAFKA_SSL is off/],
  [
    'the certificate is not there',
    { KAFKA_SSL: 'on', KAFKA_SSL_CA_FILE: '/nowhere/ca.pem' },
    /nowhere\/ca\.pem.*ENOENT/,
  ],
  ['the user is missing', { KAFKA_SASL_MECHANISM: 'scram-sha-256' }, /needs KAFKA_SASL_USERNAME/],
  ['the login has no mechanism', login, /not KAFKA_SASL_MECHANISM/],
])('an app does not start where %s', (_, environment, message) => {
  expect(() => accessOf(environment)).toThrow(message);
});

it('the rights that the manual tells operators to grant are those of the registry', () => {
  const page = readFileSync(new URL('../../../../docs/operations/kafka-access.md', import.meta.url), 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const app of appNames) {
    const [, , writes] = rows.find(([, name]) => name === app) ?? [];
    expect({ app, writes: writes?.split(', ').toSorted() }).toEqual({ app, writes: topicsOf(app, []).toSorted() });
  }
});
