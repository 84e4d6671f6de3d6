import { defineConfig } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { runMain } from '@sluice/runtime/run-main';
import { startApp } from '@sluice/runtime/start-app';
import { keepMessage, toyMigrations, toyWork, type ToyFold } from './toy-app.js';

/** Dies of a message in the middle of its fold, as a process that runs out of memory does. */
const dieOfPoison: ToyFold = async (tx, message) => {
  await keepMessage(tx, message);
  if (message.key.includes('poison')) process.kill(process.pid, 'SIGKILL');
};

await runMain(defineConfig('po-sync', runtimeSettings), (config) =>
  startApp({ app: 'po-sync', config, migrations: toyMigrations, work: () => toyWork(dieOfPoison) }),
);
