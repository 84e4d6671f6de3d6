import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { codeVersionOf } from './code-version.js';

/** An app with these files in its folder of code. */
function versionOf(files: Readonly<Record<string, string>>): string {
  const app = mkdtempSync(join(tmpdir(), 'sluice-app-'));
  mkdirSync(join(app, 'src', 'domain'), { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ version: '1.2.3' }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, 'src', name), text);
  return codeVersionOf(pathToFileURL(join(app, 'src', 'main.js')).href);
}

const files = { 'main.js': 'start();', 'domain/decide.js': 'decide();' };

it('the same code is the same version, wherever it lies', () => {
  expect(versionOf(files)).toMatch(/^1\.2\.3\+[0-9a-f]{12}$/);
  expect(versionOf(files)).toBe(versionOf({ ...files, 'domain/decide.spec.js': 'test();', 'domain/decide.d.ts': '' }));
});

it('a fix is another version, although nobody gave it a number', () => {
  expect(versionOf({ ...files, 'domain/decide.js': 'decide(carefully);' })).not.toBe(versionOf(files));
});
