import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { PersonalTokenList } from './personal-tokens.js';

export const config = defineConfig('console', {
  ...runtimeSettings,
  auditKeepDays: setting('AUDIT_KEEP_DAYS', wholeNumber(30, 36_500).default(3_650), {
    description:
      'Days for which a line of history is kept. Ask how long the law wants orders to be traceable; the chain of hashes stays provable.',
    example: '3650',
  }),
  personalTokens: setting('SLUICE_PERSONAL_TOKENS', PersonalTokenList, {
    description:
      'Who is known by a token of their own: <name>=<SHA-256 of the token>, comma-separated. `sluice tokens new` makes a token and its entry. Questions that need two persons are answered with such tokens only.',
    example: `ada=${'0'.repeat(64)}`,
    secret: true,
  }),
});

export type ConsoleConfig = ReturnType<typeof config.parse>;
