import type { AppName } from '@sluice/shared/apps';
import { Failure } from '@sluice/shared/failure';
import type { AskedApp } from './ask-app.js';
import { appUrlsOf, tokenOfApp } from './config.js';
import type { Terminal } from './terminal.js';

/** An app by its name, as SLUICE_APP_URLS and the settings say how to reach it. */
export function askedApp(terminal: Terminal, name: AppName): AskedApp {
  const url = appUrlsOf(terminal)[name];
  if (url !== undefined)
    return { name, url, apiToken: tokenOfApp(terminal, name), urlSetting: 'SLUICE_APP_URLS', user: terminal.user };
  throw new Failure(`The address of ${name} is not known.`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: `Name it in SLUICE_APP_URLS: ${name}=https://….`,
  });
}
