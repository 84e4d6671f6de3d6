import { expect, it } from 'vitest';
import { inRoot } from '../bootstrap/paths.mjs';
import { appNames } from '../../../packages/shared/src/apps.ts';
import { localSettings } from './local-settings.mjs';

const portOf = Object.fromEntries(appNames.map((name, index) => [name, 8080 + index]));

/** Without them `sluice doctor` could check no app but the console. */
it('a local installation says at which address each of its apps answers', () => {
  const { SLUICE_APP_URLS, SLUICE_CONSOLE_URL } = localSettings(portOf, {});
  const appUrls = new Map(SLUICE_APP_URLS.split(',').map((entry) => entry.split('=')));
  expect([...appUrls.keys()]).toEqual(appNames);
  expect(appUrls.get('po-sync')).toBe(`http://127.0.0.1:${portOf['po-sync']}`);
  expect(appUrls.get('console')).toBe(SLUICE_CONSOLE_URL);
});

/** Without it `sluice doctor` was red beside a healthy demo, and `sluice ping` knew of no Coupa and no M3. */
it('a local installation hands over what its apps run with, usable from any folder', () => {
  const environment = { COUPA_URL: 'http://127.0.0.1:1/coupa', SLUICE_API_TOKEN: 'a-token', IONAPI_FILE: './a.ionapi' };
  expect(localSettings(portOf, environment)).toMatchObject({ ...environment, IONAPI_FILE: inRoot('a.ionapi') });
});
