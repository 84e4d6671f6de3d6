import type { z } from 'zod';
import { askApp } from './ask-app.js';
import { consoleConfig, settingsOf } from './config.js';
import type { Terminal } from './terminal.js';

/** One question to the console's API. */
export function askConsole<Schema extends z.ZodType>(
  terminal: Terminal,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const { consoleUrl: url, apiToken } = settingsOf(consoleConfig, terminal);
  const console = {
    name: 'console',
    url,
    apiToken,
    urlSetting: 'SLUICE_CONSOLE_URL',
    user: terminal.user,
  };
  return askApp(console, method, path, schema, body);
}
