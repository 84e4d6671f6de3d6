import { expect, it } from 'vitest';
import { installMatches } from './install-packages.mjs';

const lock = {
  packages: {
    '': { name: 'sluice' },
    'apps/console': { name: '@sluice/console' },
    'node_modules/@sluice/console': { resolved: 'apps/console', link: true },
    'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
    'node_modules/for-another-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  },
};

/** What npm notes in node_modules, with changes. */
const installed = (changes = {}) => {
  const { '': _, 'node_modules/for-another-system': __, ...packages } = lock.packages;
  return { packages: { ...packages, ...changes } };
};

it('an install of this lock file is complete, although packages for other systems are missing', () => {
  expect(installMatches(lock, installed())).toBe(true);
});

it.each([
  ['nothing is installed', undefined],
  ['the install was cut short', {}],
  ['a package has another version', installed({ 'node_modules/zod': { version: '4.0.1', integrity: 'sha512-c' } })],
  ['a package is missing', installed({ 'node_modules/zod': undefined })],
  ['a workspace is new', installed({ 'node_modules/@sluice/console': undefined })],
])('%s: it is installed anew', (_, found) => {
  expect(installMatches(lock, found)).toBe(false);
});
