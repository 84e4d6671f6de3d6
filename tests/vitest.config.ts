import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

const packages = readdirSync(`${root}packages`).join('|');

/** Specs run from source: every `@sluice/<package>/<file>` is that package's `src/<file>.ts`. */
const alias = [
  {
    find: new RegExp(`^@sluice/(${packages})/(.*)$`),
    replacement: `${root}packages/$1/src/$2.ts`,
  },
  { find: /^@sluice\/([a-z-]+)\/(.*)$/, replacement: `${root}apps/$1/src/$2.ts` },
];

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/src/**/*.spec.ts', '{infra,tests}/**/*.spec.mjs'],
          exclude: ['**/*.int.spec.ts', '**/node_modules/**'],
        },
      },
      {
        root,
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['{apps,packages}/*/src/**/*.int.spec.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        root,
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.spec.ts'],
          globalSetup: ['tests/e2e/start-stack.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
