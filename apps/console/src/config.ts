import { defineConfig } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';

export const config = defineConfig('console', runtimeSettings);

export type ConsoleConfig = ReturnType<typeof config.parse>;
