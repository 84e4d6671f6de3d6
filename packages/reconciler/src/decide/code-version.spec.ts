import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { codeVersionOf } from './code-version.js';

type Files = Readonly<Record<string, string>>;

/** The version of an app with these files, in a checkout with these packages. */
function versionOf(app: Files, packages: Readonly<Record<string, Files>> = installed): string {
  const root = mkdtempSync(join(tmpdir(), 'sluice-app-'));
  write(join(root, 'apps', 'app'), app);
  for (const [name, files] of Object.entries(packages)) write(join(root, 'node_modules', '@sluice', name), files);
  return codeVersionOf(pathToFileURL(join(root, 'apps', 'app', 'src', 'main.js')).href);
}

function write(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const dependingOn = (...names: string[]): string =>
  JSON.stringify({ version: '1.2.3', dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });

const app = {
  'package.json': dependingOn('@sluice/translation', 'zod'),
  'src/main.js': 'start();',
  'src/domain/decide.js': 'decide();',
};
const translation = { 'package.json': dependingOn('@sluice/shared'), 'src/dates.js': 'dates();' };
const shared = { 'package.json': dependingOn(), 'src/decimal.js': 'decimal();' };
const testing = { 'package.json': dependingOn(), 'src/kafka.js': 'kafka();' };
const installed = { translation, shared, testing };

it('the same code is the same version, wherever it lies', () => {
  expect(versionOf(app)).toMatch(/^1\.2\.3\+[0-9a-f]{12}$/);
  expect(versionOf(app)).toBe(
    versionOf({ ...app, 'src/domain/decide.spec.js': 'test();', 'src/domain/decide.d.ts': '' }),
  );
});

it('a fix is another version, although nobody gave it a number', () => {
  expect(versionOf({ ...app, 'src/domain/decide.js': 'decide(carefully);' })).not.toBe(versionOf(app));
});

it.each([
  ['that it depends on', { ...installed, translation: { ...translation, 'src/dates.js': 'dates(carefully);' } }],
  ['that one of those depends on', { ...installed, shared: { ...shared, 'src/decimal.js': 'decimal(carefully);' } }],
])('so is a fix in a package of ours %s', (_which, packages) => {
  expect(versionOf(app, packages)).not.toBe(versionOf(app));
});

it('a package that it does not depend on decides nothing', () => {
  expect(versionOf(app, { ...installed, testing: { ...testing, 'src/kafka.js': 'other();' } })).toBe(versionOf(app));
});

it('a package that is missing is named', () => {
  expect(() => versionOf(app, { translation })).toThrow('The package @sluice/shared is not installed');
});
