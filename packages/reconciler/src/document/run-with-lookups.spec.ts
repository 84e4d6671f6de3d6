import { expect, test } from 'vitest';
import { toyDomain, toyOrder, type ToyOrder } from '../../tests/toy-domain.js';
import type { View } from '../decision.js';
import type { Knowledge } from './knowledge.js';
import { runWithLookups, type LoadKeys } from './run-with-lookups.js';

const known: Knowledge = {
  document: {
    ref: { type: 'purchase-order', id: '1' },
    sequence: 1,
    desired: toyOrder(),
    removed: false,
    priority: 'live',
    now: '2026-03-01T08:00:00.000Z',
  },
  destinations: new Map(),
  facts: new Map(),
};

/** Every key holds a mapping whose sequence is the length of its name. */
function recording(): { rounds: string[][]; load: LoadKeys } {
  const rounds: string[][] = [];
  return {
    rounds,
    load: async (keys) => {
      rounds.push(keys.map(({ key }) => key));
      return keys.map(({ topic, key }) => ({ topic, key, sequence: key.length, value: { key } }));
    },
  };
}

const run = <Result>(lookup: (view: View<ToyOrder>) => Result, load: LoadKeys) =>
  runWithLookups(toyDomain(), known, load, lookup);

function find(view: View<ToyOrder>): string {
  const { value } = view.lookup('mapping.v1', 'a');
  if (!value) throw new Error('not there yet');
  return value.key;
}

test('keys looked up in one run are loaded in one query, and the run sees them', async () => {
  const { rounds, load } = recording();
  const seen = await run((view) => ['unit/A', 'unit/BB'].map((key) => view.lookup('mapping.v1', key)), load);
  expect(rounds).toEqual([['unit/A', 'unit/BB']]);
  expect(seen.map(({ ref, value }) => [ref.sequence, value?.key])).toEqual([
    [6, 'unit/A'],
    [7, 'unit/BB'],
  ]);
});

test('a key that follows from the value of another is loaded in the next round', async () => {
  const { rounds, load } = recording();
  await run((view) => {
    const first = view.lookup('mapping.v1', 'a');
    if (first.value) view.lookup('mapping.v1', `${first.value.key}b`);
  }, load);
  expect(rounds).toEqual([['a'], ['ab']]);
});

test('what a run throws counts only when all it looked up was there', async () => {
  const { load } = recording();
  expect(await run(find, load)).toBe('a');
  const always = run((view) => {
    view.lookup('mapping.v1', 'a');
    throw new Error('a bug');
  }, load);
  await expect(always).rejects.toMatchObject({ code: 'decide-failed', message: 'a bug', cause: new Error('a bug') });
});

test('new questions in each of ten rounds are a bug', async () => {
  const { rounds, load } = recording();
  let next = 0;
  const endless = run((view) => view.lookup('mapping.v1', `key ${(next += 1)}`), load);
  await expect(endless).rejects.toMatchObject({ code: 'decide-failed', stage: 'decide' });
  expect(rounds).toHaveLength(10);
});
