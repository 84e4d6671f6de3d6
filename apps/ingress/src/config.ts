import { z } from 'zod';
import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { callOutSettings } from './call-out/call-out-settings.js';
import { webhookSettings } from './webhook/webhook-settings.js';

export const config = defineConfig('ingress', {
  ...runtimeSettings,
  ...webhookSettings,
  ...callOutSettings,
  inboxKeepDays: setting(
    'INBOX_KEEP_DAYS',
    z
      .string()
      .default('90')
      .transform(Number)
      .refine((days) => Number.isInteger(days) && days >= 90 && days <= 3_650, 'must be 90 to 3650'),
    {
      description: 'Days for which an event is remembered, so that it counts once: longer than any sender repeats.',
      example: '90',
    },
  ),
});

export type IngressConfig = ReturnType<typeof config.parse>;
