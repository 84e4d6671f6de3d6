import { expect, it } from 'vitest';
import { countLost } from './retention-loss.js';

it.each([
  ['nothing', 10n, 4n, 0n],
  ['nothing where all was read', 10n, 10n, 0n],
  ['nothing where only the mark of the last transaction went with it', 10n, 11n, 0n],
  ['what lies between', 10n, 14n, 4n],
])('retention took %s', (_, next, oldest, gone) => {
  expect(countLost(next, oldest)).toBe(gone);
});
