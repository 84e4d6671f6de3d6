import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { z } from 'zod';

export const config = defineConfig('console', {
  ...runtimeSettings,
  redactValues: setting(
    'AUDIT_REDACT_VALUES',
    z
      .string()
      .default('')
      .transform((list) => list.split(',').map((value) => value.trim()))
      .transform((values) => values.filter((value) => value !== ''))
      .refine((values) => values.every((value) => value.length >= 8), 'each value must have at least 8 characters'),
    {
      description:
        'Further secret values, comma-separated, that are blotted out wherever they would come into the stored history.',
      secret: true,
    },
  ),
});

export type ConsoleConfig = ReturnType<typeof config.parse>;
