import { describe, expect, it } from 'vitest';
import { clear, suspect, type Suspects } from './suspects.js';

/** How many of these requests, failing one after the other, count as failures of the other system. */
const counted = (requests: readonly (readonly string[])[], from: Suspects = []): number => {
  let suspects = from;
  return requests.filter((ids) => {
    const next = suspect(suspects, ids);
    ({ suspects } = next);
    return next.counts;
  }).length;
};

describe('failures of one command count once', () => {
  it.each([
    ['one document that always fails', [['a'], ['a'], ['a'], ['a'], ['a'], ['a']], 1],
    ['two documents that always fail', [['a'], ['b'], ['a'], ['b'], ['a'], ['b']], 2],
    ['one that fails whatever it travels with', [['a', 'b', 'c'], ['a', 'd'], ['e', 'a'], ['a']], 1],
    ['many documents', [['a'], ['b'], ['c'], ['d'], ['e']], 5],
    ['several documents, each tried again', [['a'], ['b'], ['c'], ['d'], ['a'], ['b']], 6],
    ['a large request that is tried again in parts', [['a', 'b', 'c', 'd', 'e'], ['a'], ['b'], ['c'], ['d'], ['e']], 5],
  ])('%s', (_what, requests, expected) => {
    expect(counted(requests)).toBe(expected);
  });

  it('a document that was answered since counts anew', () => {
    const { suspects } = suspect([], ['a', 'b']);
    expect(counted([['b']], clear(suspects, ['a']))).toBe(0);
    expect(counted([['a']], clear(suspects, ['a']))).toBe(1);
    expect(clear(suspects, ['a', 'b'])).toEqual([]);
  });
});
