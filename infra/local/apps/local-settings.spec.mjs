import { expect, it } from 'vitest';
import { appNames } from './app-names.mjs';
import { localSettings } from './local-settings.mjs';

/** Without them `sluice doctor` said of every app but the console that it was not asked. */
it('a local installation tells where each of its apps answers', () => {
  const portOf = Object.fromEntries(appNames.map((name, index) => [name, 8080 + index]));
  const { appUrls, consoleUrl } = localSettings(portOf, {
    SLUICE_API_TOKEN: 'a-token',
    DATABASE_URL: '',
    KAFKA_BROKERS: '',
  });
  expect(Object.keys(appUrls)).toEqual(appNames);
  expect(appUrls['po-sync']).toBe(`http://127.0.0.1:${portOf['po-sync']}`);
  expect(appUrls.console).toBe(consoleUrl);
});
