import { defineConfig } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { expect, it } from 'vitest';
import { config } from './config.js';

const settings = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgres://sluice:topsecret@127.0.0.1/sluice',
  PORT: '8080',
  COUPA_WEBHOOK_SECRET: 'a-secret-of-the-sender',
};
const ofAllApps = {
  SLUICE_API_TOKEN: 'the-token-of-the-others',
  SLUICE_SEALING_KEY: Buffer.alloc(32, 7).toString('base64'),
};

/** Whoever breaks into the app that strangers reach must not find what opens the others. */
it('ingress reads no secret that another app is opened with', () => {
  const read = config.parse({ ...settings, ...ofAllApps, SLUICE_INGRESS_TOKEN: 'the-token-of-ingress' });
  expect(read.apiToken).toBe('the-token-of-ingress');
  const texts = read.secrets.texts();
  for (const secret of Object.values(ofAllApps)) expect(texts).not.toContain(secret);
  expect(config.parse({ ...settings, ...ofAllApps }).apiToken).toBeUndefined();
});

it('another app takes the token that all share, unless it has one of its own', () => {
  const other = defineConfig('console', runtimeSettings);
  expect(other.parse({ ...settings, ...ofAllApps }).apiToken).toBe(ofAllApps.SLUICE_API_TOKEN);
});
