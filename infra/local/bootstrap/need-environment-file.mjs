import { existsSync } from 'node:fs';
import { Notice } from './progress.mjs';

/** Checked before anything is installed: without the file there is nothing to start. */
export function needEnvironmentFile(file) {
  if (existsSync(file)) return;
  throw new Notice(
    `There is no ${file}.\nCopy .env.example to .env (cp .env.example .env && chmod 600 .env) and name your Coupa and your M3 in it; \`npm run demo\` needs none.`,
  );
}
