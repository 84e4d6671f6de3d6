import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings, tokenText } from '@sluice/runtime/config/runtime-settings';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { callOutSettings } from './call-out/call-out-settings.js';
import { webhookSettings } from './webhook/webhook-settings.js';

/** Strangers reach this app: it has no secret that it does without. */
const { sealingKey: _sealingKey, sealingKeysOld: _sealingKeysOld, apiToken: _apiToken, ...shared } = runtimeSettings;

export const config = defineConfig('ingress', {
  ...shared,
  apiToken: setting('SLUICE_INGRESS_TOKEN', tokenText.optional(), {
    description:
      'Bearer token of the metrics of ingress and of what its health tells; without it nobody has them. It opens nothing else, since strangers reach this app.',
    example: 'a-long-random-text',
    secret: true,
  }),
  ...webhookSettings,
  ...callOutSettings,
  inboxKeepDays: setting('INBOX_KEEP_DAYS', wholeNumber(90, 3_650).default(90), {
    description: 'Days for which an event is remembered, so that it counts once: longer than any sender repeats.',
    example: '90',
  }),
});

export type IngressConfig = ReturnType<typeof config.parse>;
