import { expect, it } from 'vitest';
import { choosePriority } from './choose-priority.js';

const [live, replay, firstLoad] = [0, 1, 2];

/** Whose turn it is a hundred times in a row. */
function turns(withWork: readonly number[], count = 100): Record<number, number> {
  const spent: { priority: number }[] = [];
  for (let turn = 0; turn < count; turn += 1) spent.push({ priority: choosePriority(withWork, spent) as number });
  return Object.fromEntries(withWork.map((one) => [one, spent.filter(({ priority }) => priority === one).length]));
}

it.each<[string, readonly number[], Record<number, number>]>([
  ['all want more than there is: 70, 20, 10', [live, replay, firstLoad], { 0: 70, 1: 20, 2: 10 }],
  ['what live leaves goes to the others', [replay, firstLoad], { 1: 67, 2: 33 }],
  ['a replay alone has everything', [replay], { 1: 100 }],
  ['live keeps its share beside a first load', [live, firstLoad], { 0: 88, 2: 12 }],
])('%s', (_, withWork, expected) => {
  const got = turns(withWork);
  for (const [priority, share] of Object.entries(expected))
    expect(Math.abs((got[Number(priority)] ?? 0) - share)).toBeLessThanOrEqual(1);
});

it('live goes first when nothing was spent, and at once after a long replay', () => {
  expect(choosePriority([firstLoad, live, replay], [])).toBe(live);
  expect(
    choosePriority(
      [replay, live],
      Array.from({ length: 300 }, () => ({ priority: replay })),
    ),
  ).toBe(live);
});

it('without work there is no turn', () => {
  expect(choosePriority([], [])).toBeUndefined();
});
