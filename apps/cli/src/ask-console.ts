import type { z } from 'zod';
import { askApp } from './ask-app.js';
import { consoleAddressConfig, consoleConfig, personalConfig, settingsOf } from './config.js';
import type { Terminal } from './terminal.js';

/** One question to the console's API. */
export function askConsole<Schema extends z.ZodType>(
  terminal: Terminal,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const { url, token } = consoleOf(terminal);
  const console = {
    name: 'console',
    url,
    apiToken: token,
    urlSetting: 'SLUICE_CONSOLE_URL',
    user: terminal.user,
  };
  return askApp(console, method, path, schema, body);
}

/** Whoever has a token of their own needs no other. */
function consoleOf(terminal: Terminal): { readonly url: string; readonly token: string } {
  const { personalToken } = settingsOf(personalConfig, terminal);
  if (personalToken !== undefined)
    return { url: settingsOf(consoleAddressConfig, terminal).consoleUrl, token: personalToken };
  const { consoleUrl, apiToken } = settingsOf(consoleConfig, terminal);
  return { url: consoleUrl, token: apiToken };
}
