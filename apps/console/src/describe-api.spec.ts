import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeApi } from './describe-api.js';

it('openapi.json says what the API checks; `node apps/console/write-openapi.mjs` writes it after a build', () => {
  const written: unknown = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
  expect(JSON.parse(JSON.stringify(describeApi()))).toEqual(written);
});

it('every path names its parameters, and every operation its answer', () => {
  for (const [path, methods] of Object.entries(describeApi()['paths'] as Record<string, Record<string, any>>))
    for (const operation of Object.values(methods)) {
      const inPath = operation.parameters.filter((one: any) => one.in === 'path').map((one: any) => `{${one.name}}`);
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
      expect(Object.keys(operation.responses)).toEqual([expect.stringMatching(/^20\d$/), 'default']);
    }
});
