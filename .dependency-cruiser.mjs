import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who may import whom. `npm test` checks it (infra/local/checks/check-boundaries.mjs); each rule says why it is there.
 *
 * A package is met as its folder when it is compiled, and by its name when it is not yet: `ours()` fits both.
 */
const ours = (name, below = '') => `(packages/${name}/src|packages/${name}/dist|@sluice/${name})/${below}`;
const apps = readdirSync(join(import.meta.dirname, 'apps'));
const anyApp = ['^apps/', `@sluice/(${apps.join('|')})/`];
const npm = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const spec = '[.]spec[.][a-z]+$';
const forTests = [spec, '/fixtures/', '^packages/[^/]+/tests/', '^packages/testing/src/toys/'];
const shipped = { path: '^(apps|packages)/[^/]+/src/', pathNot: [...forTests, '^packages/testing/'] };

export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'A decision is a function of what is known: it imports contracts and arithmetic, nothing that reads or waits.',
      severity: 'error',
      from: { path: '^(apps/[^/]+)/src/domain/', pathNot: forTests },
      to: {
        pathNot: [
          '^$1/src/domain/',
          ours('shared', '(?!ion/|coupa-client/|http/)'),
          ours('reconciler', '(decision|canonical-form|difference|read)([.]|$)'),
          ours('translation'),
          npm('zod', 'decimal[.]js'),
        ],
      },
    },
    {
      name: 'translation-is-pure',
      comment: 'It is a part of deciding: what holds for a domain holds for it.',
      severity: 'error',
      from: { path: '^packages/translation/src/', pathNot: forTests },
      to: {
        pathNot: [
          '^packages/translation/src/',
          ours('shared', '(?!ion/|coupa-client/|http/)'),
          ours('reconciler', '(decision|canonical-form|difference|read)([.]|$)'),
          npm('zod', 'decimal[.]js'),
        ],
      },
    },
    {
      name: 'no-import-circles',
      comment: 'Files that import one another, even only for a type, cannot be read, tested or moved on their own.',
      severity: 'error',
      from: { pathNot: forTests },
      to: { circular: true },
    },
    {
      name: 'no-app-imports-another',
      comment: 'Apps talk over Kafka. Only the command line knows the migrations and settings of all of them.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: [spec] },
      to: {
        path: anyApp,
        pathNot: ['^apps/$1/', '/(migrations|config)([.]|$)'],
      },
    },
    {
      name: 'only-the-command-line-knows-all-apps',
      comment: 'See above: for every other app not even the migrations of a neighbour.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: ['^apps/cli/', spec] },
      to: { path: anyApp, pathNot: '^apps/$1/' },
    },
    {
      name: 'no-package-imports-an-app',
      comment: 'Packages are what apps stand on.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: anyApp },
    },
    {
      name: 'sandbox-knows-nothing-of-sluice',
      comment: 'It stands for other people’s systems: what it shared with us it could not find wrong.',
      severity: 'error',
      from: { path: '^apps/sandbox/' },
      to: { path: '(^packages/|@sluice/)' },
    },
    {
      name: 'shared-is-contracts',
      comment: 'Everybody stands on it, so it stands on next to nothing.',
      severity: 'error',
      from: { path: '^packages/shared/src/', pathNot: ['^packages/shared/src/(ion|coupa-client|http)/', ...forTests] },
      to: { pathNot: ['^packages/shared/src/(?!ion/|coupa-client/|http/)', npm('zod', 'decimal[.]js')] },
    },
    {
      name: 'the-clients-need-http-and-tokens',
      comment:
        'The clients of ION and Coupa, and sending once what must not be sent twice, are the parts of shared that talk to somebody.',
      severity: 'error',
      from: { path: '^packages/shared/src/(ion|coupa-client|http)/', pathNot: forTests },
      to: {
        pathNot: ['^packages/shared/src/', npm('zod', 'decimal[.]js', 'undici', 'oauth4webapi')],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'the-reconciler-knows-no-kafka',
      comment: 'It is the heart of every sync; topics, orders and suppliers belong to the apps.',
      severity: 'error',
      from: { path: '^packages/reconciler/src/', pathNot: forTests },
      to: {
        path: [ours('shared', '(coupa|coupa-client|m3|ion|http)/'), ours('runtime', 'kafka/'), ours('dispatcher')],
      },
    },
    {
      name: 'the-dispatcher-knows-neither-m3-nor-coupa',
      comment: 'Each gateway supplies how its system is spoken to.',
      severity: 'error',
      from: { path: '^packages/dispatcher/src/', pathNot: forTests },
      to: { path: [ours('shared', '(coupa|coupa-client|m3|ion)/'), ours('runtime', 'kafka/'), ours('reconciler')] },
    },
    {
      name: 'runtime-is-below-reconciler-and-dispatcher',
      comment: 'It serves any app; syncs and gateways stand on it.',
      severity: 'error',
      from: { path: '^packages/runtime/src/', pathNot: forTests },
      to: { path: [ours('reconciler'), ours('dispatcher')] },
    },
    {
      name: 'kafkajs-has-one-home',
      comment: 'Its defaults lose messages; what is set right once is set right everywhere.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: ['^packages/runtime/src/kafka/', '^packages/testing/', spec] },
      to: { path: npm('kafkajs') },
    },
    {
      name: 'typeorm-stays-near-the-tables',
      comment: 'In an app: entities, store/ and migrations.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/', pathNot: ['[.]entity[.]ts$', '/store/', '/migrations', spec] },
      to: { path: npm('typeorm') },
    },
    {
      name: 'tests-are-not-shipped',
      comment: 'Specs, their fixtures and @sluice/testing are for tests.',
      severity: 'error',
      from: shipped,
      to: { path: [ours('testing'), ...forTests, npm('vitest', 'fast-check')] },
    },
    {
      name: 'libraries-are-named',
      comment: 'What an app or package imports stands in its own package.json, not only in a neighbour’s.',
      severity: 'error',
      from: shipped,
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere would slip through every rule above.',
      severity: 'error',
      from: shipped,
      to: { couldNotResolve: true, pathNot: '^@sluice/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: '(node_modules|/dist/)' },
    exclude: { path: '^(apps|packages)/[^/]+/dist/.*[.]d[.]ts$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
