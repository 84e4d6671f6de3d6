import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inRoot } from '../bootstrap/paths.mjs';
import { copyCheckout } from './copy-checkout.mjs';

/*
 * A boundary that nothing checks is soon crossed: these specs plant violations and expect the check to find them, whatever kind
 * of import it comes in, in a copy of this very tree.
 */

const planted = {
  'apps/po-sync/src/domain/planted.ts': "import { Receiver } from '@sluice/runtime/kafka/receiver';",
  'apps/supplier-sync/src/domain/planted.ts': 'export const planted = () => Date.now() + Math.random();',
  'apps/console/src/planted.ts': "import type { decide } from '@sluice/po-sync/domain/decide';",
  'packages/shared/src/planted.ts':
    "// process.env in a comment is no crossing.\nexport const planted = process.env['HOME'];",
  'apps/sandbox/src/planted.ts': "import { topics } from '@sluice/shared/topics';",
  'apps/po-sync/src/planted-account.ts': "export const planted = { program: 'CRS692MI', transaction: 'ChgBasicData' };",
  'packages/reconciler/src/planted-account.ts': "export const planted = { transaction: 'AddBankAccount2' };",
  'apps/supplier-sync/src/domain/bank/planted-account.ts': "export const planted = 'CRS692MI';",
  'apps/ingress/src/planted.ts': "import kafkajs from 'kafkajs';",
  'apps/ingress/src/planted-too.ts': "import { eventually } from '@sluice/testing/eventually';",
  'packages/runtime/src/planted-first.ts':
    "import type { second } from './planted-second.js';\nexport const first = 1;",
  'packages/runtime/src/planted-second.ts': "import { first } from './planted-first.js';\nexport const second = 2;",
  'apps/ingress/src/planted.spec.ts': "import { eventually } from '@sluice/testing/eventually';",
};

let copy;
let code;
let lines;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'sluice-boundaries-'));
  copyCheckout(copy);
  for (const [file, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    // Whatever is imported is used, or the import would be none.
    const name = /import (?:type )?\{? ?(\w+)/.exec(text)?.[1];
    const use =
      name === undefined
        ? ''
        : text.includes('import type')
          ? `export type It = typeof ${name};`
          : `export const it = ${name};`;
    writeFileSync(join(copy, file), `${text}\n${use}\n`);
  }
  const check = spawnSync(process.execPath, [inRoot('infra/local/check-boundaries.mjs')], {
    cwd: copy,
    encoding: 'utf8',
  });
  code = check.status;
  lines = check.stdout.trim().split('\n');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const rulesBrokenBy = (file) =>
  lines.filter((line) => line.startsWith(file)).map((line) => /: ([a-z-]+)\. /.exec(line)?.[1]);

it('the check fails', () => expect(code).toBe(1));

it('a domain that reads from Kafka is found', () => {
  expect(rulesBrokenBy('apps/po-sync/src/domain/planted.ts')).toEqual(['domain-is-pure']);
});

it('a domain that reads the clock or uses random numbers is found', () => {
  expect(rulesBrokenBy('apps/supplier-sync/src/domain/planted.ts')).toEqual([
    'domain-has-no-clock',
    'domain-has-no-randomness',
  ]);
});

it('an app that imports its neighbour is found, even if it is only a type', () => {
  expect(rulesBrokenBy('apps/console/src/planted.ts')).toContain('no-app-imports-another');
});

it('an environment that is read outside of config.ts is found, in its line', () => {
  expect(rulesBrokenBy('packages/shared/src/planted.ts:2')).toEqual(['environment-in-config']);
  expect(rulesBrokenBy('packages/shared/src/planted.ts:1')).toEqual([]);
});

it('a sandbox that imports something of Sluice is found', () => {
  expect(rulesBrokenBy('apps/sandbox/src/planted.ts')).toContain('sandbox-knows-nothing-of-sluice');
});

it('kafkajs outside the Kafka runtime is found', () => {
  expect(rulesBrokenBy('apps/ingress/src/planted.ts')).toContain('kafkajs-has-one-home');
});

it('files that import one another are found, even if it is only for a type', () => {
  expect(rulesBrokenBy('packages/runtime/src/planted-first.ts')).toContain('no-import-circles');
});

it('a small file that serves one other is found, and that other is named', () => {
  expect(rulesBrokenBy('packages/runtime/src/planted-first.ts')).toContain('no-small-files');
  expect(lines).toContainEqual(expect.stringContaining('serves only packages/runtime/src/planted-second.ts'));
});

it('another way to write a bank account than the one that two people approve is found', () => {
  expect(rulesBrokenBy('apps/po-sync/src/planted-account.ts')).toContain('bank-accounts-have-one-way-out');
  expect(rulesBrokenBy('packages/reconciler/src/planted-account.ts')).toContain('bank-accounts-have-one-way-out');
  expect(rulesBrokenBy('apps/supplier-sync/src/domain/bank/planted-account.ts')).not.toContain(
    'bank-accounts-have-one-way-out',
  );
});

it('a test tool is found in shipped code, and allowed in a spec', () => {
  expect(rulesBrokenBy('apps/ingress/src/planted-too.ts')).toContain('tests-are-not-shipped');
  expect(rulesBrokenBy('apps/ingress/src/planted.spec.ts')).toEqual([]);
});
