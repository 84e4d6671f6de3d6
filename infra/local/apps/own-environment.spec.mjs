import { expect, it } from 'vitest';
import { onlyRead } from './own-environment.mjs';

it('an app is given the settings that it reads, and no secrets of others', () => {
  const settings = [
    { name: 'KAFKA_BROKERS' },
    { name: 'COUPA_WEBHOOK_SECRET', secret: true },
    { name: 'SLUICE_API_TOKEN', secret: true, ofApp: (app) => `SLUICE_${app.toUpperCase()}_TOKEN` },
  ];
  const given = {
    KAFKA_BROKERS: 'a:1',
    COUPA_WEBHOOK_SECRET_FILE: '/secret',
    SLUICE_CONSOLE_TOKEN: 'own',
    SLUICE_OTHER_TOKEN: 'of another',
    COUPA_CLIENT_SECRET: 'of another',
  };
  expect(onlyRead({ app: 'console', settings }, given)).toEqual({
    KAFKA_BROKERS: 'a:1',
    COUPA_WEBHOOK_SECRET_FILE: '/secret',
    SLUICE_CONSOLE_TOKEN: 'own',
  });
});
