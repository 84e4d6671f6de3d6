import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { callOutSettings } from './call-out/call-out-settings.js';
import { webhookSettings } from './webhook/webhook-settings.js';

export const config = defineConfig('ingress', {
  ...runtimeSettings,
  ...webhookSettings,
  ...callOutSettings,
  inboxKeepDays: setting('INBOX_KEEP_DAYS', wholeNumber(90, 3_650).default(90), {
    description: 'Days for which an event is remembered, so that it counts once: longer than any sender repeats.',
    example: '90',
  }),
});

export type IngressConfig = ReturnType<typeof config.parse>;
