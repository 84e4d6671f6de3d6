import {
  defineConfig,
  setting,
  type ConfigDefinition,
  type ConfigOf,
  type Settings,
} from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
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

const { apiToken, databaseUrl, kafkaBrokers, prefix, topicPartitions } = runtimeSettings;

/** A command asks only for what it needs: `migrate` runs where no console is. */
export const consoleConfig = defineConfig('cli', { consoleUrl, apiToken });
export const databaseConfig = defineConfig('cli', { databaseUrl });
export const topicsConfig = defineConfig('cli', { kafkaBrokers, prefix, topicPartitions });

/** Everything that some command reads. */
export const config = defineConfig('cli', { consoleUrl, apiToken, databaseUrl, kafkaBrokers, prefix, topicPartitions });

/** From the environment, else from what the local launcher left in `.sluice/local.json`. */
export function settingsOf<Of extends Settings>(definition: ConfigDefinition<Of>, terminal: Terminal): ConfigOf<Of> {
  const set = Object.entries(terminal.environment).filter(([, value]) => value !== undefined && value.trim() !== '');
  return definition.parse({ ...readLocalSettings(terminal.folder), ...Object.fromEntries(set) });
}
