import { runMain } from '@sluice/runtime/run-main';
import { config } from './config.js';
import { start } from './start.js';

await runMain(config, start);
