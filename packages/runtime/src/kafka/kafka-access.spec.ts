import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCertificate, testCertificateKey } from '@sluice/testing/test-certificate';
import { expect, it } from 'vitest';
import { defineConfig } from '../config/define-config.js';
import { kafkaSettings } from '../config/kafka-settings.js';
import { kafkaAccess } from './kafka-access.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-ca-'));
const fileWith = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const caFile = fileWith('ca.pem', testCertificate);
const keyFile = fileWith('client.key', testCertificateKey);
const brokenFile = fileWith('broken.pem', 'a certificate');

const accessOf = (environment: Record<string, string>) =>
  kafkaAccess(defineConfig('po-sync', kafkaSettings).parse({ KAFKA_BROKERS: 'kafka:9093', ...environment }));
const login = { KAFKA_SASL_USERNAME: 'sluice-po-sync', KAFKA_SASL_PASSWORD: 'a secret' };
const credentials = { username: 'sluice-po-sync', password: 'a secret' };

it.each([
  ['nothing is set', {}, {}],
  ['TLS is on', { KAFKA_SSL: 'on' }, { ssl: true }],
  ['an authority of one’s own', { KAFKA_SSL: 'on', KAFKA_SSL_CA_FILE: caFile }, { ssl: { ca: testCertificate } }],
  [
    'a client certificate',
    { KAFKA_SSL: 'on', KAFKA_SSL_CERT_FILE: caFile, KAFKA_SSL_KEY_FILE: keyFile },
    { ssl: { cert: testCertificate, key: testCertificateKey } },
  ],
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
  [
    'a certificate is none',
    { KAFKA_SSL: 'on', KAFKA_SSL_CA_FILE: brokenFile, KAFKA_SSL_CERT_FILE: brokenFile, KAFKA_SSL_KEY_FILE: keyFile },
    /KAFKA_SSL_CA_FILE .*no certificate/,
  ],
  ['a client certificate has no key', { KAFKA_SSL: 'on', KAFKA_SSL_CERT_FILE: caFile }, /go together/],
  [
    'a client certificate is not used',
    { KAFKA_SSL_CERT_FILE: caFile },
    /KAFKA_SSL_CERT_FILE is set, but KAFKA_SSL is off/,
  ],
  ['the user is missing', { KAFKA_SASL_MECHANISM: 'scram-sha-256' }, /needs KAFKA_SASL_USERNAME/],
  ['the login has no mechanism', login, /not KAFKA_SASL_MECHANISM/],
])('an app does not start where %s', (_, environment, message) => {
  expect(() => accessOf(environment)).toThrow(message);
});
