import {
  defineConfig,
  setting,
  type ConfigDefinition,
  type ConfigOf,
  type Settings,
} from '@sluice/runtime/config/define-config';
import { kafkaSettings } from '@sluice/runtime/config/kafka-settings';
import { runtimeSettings, tokenNameOf, tokenText } from '@sluice/runtime/config/runtime-settings';
import type { AppName } from '@sluice/shared/apps';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import { readLocalSettings } from './read-local-settings.js';
import type { Terminal } from './terminal.js';

const consoleUrl = setting(
  'SLUICE_CONSOLE_URL',
  z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' }),
  {
    description: 'Address of the console, for the commands about records and mappings.',
    example: 'http://127.0.0.1:8086',
  },
);

const appUrls = setting(
  'SLUICE_APP_URLS',
  z
    .string()
    .default('')
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .transform((entries) => entries.filter((entry) => entry !== ''))
    .refine(
      (entries) => entries.every((entry) => /^[a-z-]+=https?:\/\/./.test(entry)),
      'must be <app>=<address>, comma-separated',
    )
    .transform((entries): Record<string, string> =>
      Object.fromEntries(
        entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
      ),
    ),
  {
    description: 'Addresses of the apps, comma-separated, for `sluice doctor`, which asks whether they are ready.',
    example: 'ingress=http://127.0.0.1:8080,po-sync=http://127.0.0.1:8083',
  },
);

const personalToken = setting('SLUICE_PERSONAL_TOKEN', tokenText.optional(), {
  description:
    'Your own token, made by `sluice tokens new`: the console then knows who you are. Used for the commands about records and mappings instead of SLUICE_API_TOKEN.',
  secret: true,
});

const { apiToken, databaseUrl, prefix, topicPartitions } = runtimeSettings;

/** A command asks only for what it needs: `migrate` runs where no console is. */
export const consoleConfig = defineConfig('cli', { consoleUrl, apiToken });
export const consoleAddressConfig = defineConfig('cli', { consoleUrl });
export const personalConfig = defineConfig('cli', { personalToken });
export const databaseConfig = defineConfig('cli', { databaseUrl });
const doctorConfig = defineConfig('cli', {
  consoleUrl: { ...consoleUrl, schema: consoleUrl.schema.optional() },
  appUrls,
});
export const topicsConfig = defineConfig('cli', { ...kafkaSettings, prefix, topicPartitions });

/** Everything that some command reads. */
export const config = defineConfig('cli', {
  consoleUrl,
  apiToken,
  personalToken,
  databaseUrl,
  ...kafkaSettings,
  prefix,
  topicPartitions,
  appUrls,
});

/**
 * From the environment, else from what the local launcher left in `.sluice/local.json`. Throws Failure
 * `configuration-invalid`, which says that nothing runs here where the launcher left nothing.
 */
export function settingsOf<Of extends Settings>(definition: ConfigDefinition<Of>, terminal: Terminal): ConfigOf<Of> {
  const set = Object.entries(terminal.environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  const local = readLocalSettings(terminal.folder);
  try {
    return definition.parse({ ...local, ...Object.fromEntries(set) });
  } catch (thrown) {
    throw withHint(Failure.from(thrown), Object.keys(local).length > 0);
  }
}

/** Commands do not read `.env`, which is for the apps. */
function withHint(failure: Failure, isRunningHere: boolean): Failure {
  const { message, code, stage, disposition } = failure;
  if (code !== 'configuration-invalid') return failure;
  const fix = isRunningHere
    ? 'Set these variables in the environment.'
    : 'Nothing runs in this folder: `npm run demo` or `npm start`. For an installation elsewhere, set these variables in the environment.';
  return new Failure(message, { code, stage, disposition, fix, cause: failure });
}

/** Where each app answers, as far as that is known. */
export function appUrlsOf(terminal: Terminal): Record<string, string> {
  const { consoleUrl: console, appUrls: urls } = settingsOf(doctorConfig, terminal);
  return { ...(console !== undefined && { console }), ...urls };
}

/** The bearer token of an app, where it is known: its own, else that of the installation, which ingress does not take. */
export function tokenOfApp(terminal: Terminal, app: AppName): string | undefined {
  const ofIngress = { ...apiToken, name: tokenNameOf('ingress'), schema: z.string().optional() };
  const ofOthers = { ...apiToken, schema: z.string().optional() };
  return settingsOf(defineConfig(app, { apiToken: app === 'ingress' ? ofIngress : ofOthers }), terminal).apiToken;
}
