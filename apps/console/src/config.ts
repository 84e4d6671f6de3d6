import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { wholeNumber } from '@sluice/runtime/config/whole-number';

export const config = defineConfig('console', {
  ...runtimeSettings,
  auditKeepDays: setting('AUDIT_KEEP_DAYS', wholeNumber(30, 36_500).default(3_650), {
    description:
      'Days for which a line of history is kept. Ask how long the law wants orders to be traceable; the chain of hashes stays provable.',
    example: '3650',
  }),
});

export type ConsoleConfig = ReturnType<typeof config.parse>;
