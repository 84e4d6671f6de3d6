import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../infra/local/bootstrap/paths.mjs';
import { copyCheckout, linkPackages, readCheckout } from '../../infra/local/checks/copy-checkout.mjs';
import { applyBlock, blocksBelow } from './page-blocks.mjs';

/*
 * Whoever adds a document type does what docs/adding-a-domain.md says. Here it is done, block by block, in a copy of this
 * checkout: a page that is wrong, or a list that must be kept by hand again, fails.
 */

const page = readFileSync(inRoot('docs/adding-a-domain.md'), 'utf8');

/** Files that scripts write, as the page says, and the scripts. */
const generators = [
  'infra/local/write-env-example.mjs',
  'infra/local/write-calls.mjs',
  'infra/local/write-kafka-rights.mjs',
  'apps/console/write-openapi.mjs',
];
const generated = [
  '.env.example',
  'apps/console/openapi.json',
  'docs/another-coupa-or-m3.md',
  'docs/operations/kafka-access.md',
];

/** What the type brings along outside the folder of its domain. */
const body = ['packages/shared/golden/coupa.contract.v1/published.json', 'packages/shared/src/coupa/contract.ts'];

/** What reads the registry: names of the modules, as an import ends. */
const registry = /(document-types|topics|apps|load-apps)\.js'|shared\/(document-types|topics|apps)'/;

/** The specs that a row of the registry can break: those that read it, and those of modules that do. */
const dependent = () =>
  globSync('{packages,apps}/*/src/**/*.spec.ts', { cwd: folder, exclude: ['**/*.int.spec.ts'] }).filter((spec) =>
    [spec, spec.replace('.spec.ts', '.ts')].some(
      (file) => existsSync(join(folder, file)) && registry.test(readFileSync(join(folder, file), 'utf8')),
    ),
  );

/** It takes about half a minute altogether, and much longer where other tests run beside it. */
const patienceMs = 300_000;

let folder;
let before;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-domain-'));
  copyCheckout(folder);
  before = readCheckout(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a domain in an app that exists', () => {
  beforeAll(() => {
    follow('The document', 'The decision', 'In an app that exists');
    compile(...apps());
  }, patienceMs);

  it('changes the registry, and in the app its start and its list of transactions', () => {
    expect(touched().changed).toEqual([
      'apps/supplier-sync/src/m3-transactions.ts',
      'apps/supplier-sync/src/start.ts',
      'packages/shared/src/document-types.ts',
    ]);
  });

  it('adds nothing outside its own folder but the schema of its body and an example', () => {
    expect(touched().added.filter((file) => !file.startsWith('apps/supplier-sync/src/domain/contract/'))).toEqual(body);
  });

  it('has a spec that passes, and breaks none of the app', () => runSpecs('apps/supplier-sync'), patienceMs);
  it(
    'is known to topics, gateways, sync and command line',
    () => isKnown('supplier-sync', 'domain/contract'),
    patienceMs,
  );
});

describe('a domain in an app of its own', () => {
  beforeAll(() => {
    follow('In an app of its own');
    compile(...apps(), 'tests');
    for (const generator of generators) run(generator);
  }, patienceMs);

  it('changes the registry and the list of apps, and nothing else that exists', () => {
    expect(touched().changed).toEqual(['packages/shared/src/apps.ts', 'packages/shared/src/document-types.ts']);
  });

  it('adds nothing outside its own folder but the schema of its body and an example', () => {
    expect(touched().added.filter((file) => !file.startsWith('apps/contract-sync/'))).toEqual(body);
  });

  it(
    'has a spec that passes, and breaks none of others',
    () => runSpecs('apps/contract-sync', ...dependent()),
    patienceMs,
  );
  it('crosses no boundary', () => run('infra/local/check-boundaries.mjs'), patienceMs);
  it('is known to topics, gateways, sync and command line', () => isKnown('contract-sync', 'domain'), patienceMs);

  it('has its tables migrated and its settings checked and documented', () => {
    const { migrated, configured } = known('contract-sync', 'domain');
    expect(migrated).toContain('contract-sync');
    expect(configured).toContain('contract-sync');
    expect(readFileSync(join(folder, '.env.example'), 'utf8')).toContain('M3_AGREEMENT_TYPE');
  });
});

/** Does what stands below these headings. */
function follow(...headings) {
  for (const block of headings.flatMap((heading) => blocksBelow(page, heading)))
    if (block.language === 'sh') outputOf(spawnSync('sh', ['-e', '-c', block.text], { cwd: folder, encoding: 'utf8' }));
    else applyBlock(folder, block);
  linkPackages(folder);
}

/** These and what they stand on; with `tests`, the specs of all apps and packages too. */
const compile = (...projects) => run('node_modules/typescript/bin/tsc', '-b', ...projects);

function isKnown(app, domain) {
  const { owners, readByGateway, readBySync, transactions } = known(app, domain);
  expect(owners).toEqual({
    'coupa.contract.v1': ['coupa-gateway'],
    'm3.command.contract.v1': [app],
    'm3.outcome.contract.v1': ['cloudsuite-gateway'],
  });
  expect(readByGateway).toContain('m3.command.contract.v1');
  expect(readBySync).toEqual(
    expect.arrayContaining(['coupa.contract.v1', 'm3.outcome.contract.v1', 'operator.v1', 'xref.supplier.v1']),
  );
  expect(transactions).toContain('PPS100MI AddAgrHead');
  expect(run('apps/cli/dist/main.js', 'topics', 'list')).toContain('m3.command.contract.v1');
  expect(run('apps/cli/dist/main.js', 'records', 'list', '--help')).toContain('"contract"');
}

/** Without the sandbox, which imports nothing of Sluice. */
const apps = () => globSync('apps/*', { cwd: folder }).filter((app) => app !== 'apps/sandbox');

const known = (app, domain) => JSON.parse(run('tests/adding-a-domain/show-known.mjs', app, domain));

const runSpecs = (...paths) =>
  run('node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', '--project', 'unit', ...paths);

const run = (script, ...args) =>
  outputOf(spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' }));

function outputOf({ status, stdout, stderr }) {
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

/** The files that differ from the checkout, without those that are generated. */
function touched() {
  const after = [...readCheckout(folder)].filter(
    ([file, text]) => before.get(file) !== text && !generated.includes(file),
  );
  const files = after.map(([file]) => file).toSorted();
  return {
    changed: files.filter((file) => before.has(file)),
    added: files.filter((file) => !before.has(file)),
  };
}
