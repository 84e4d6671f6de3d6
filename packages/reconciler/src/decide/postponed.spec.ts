import { expect, test } from 'vitest';
import { Postponed } from './postponed.js';

test('the pause of a document doubles with each failure up to a bound, and ends with a decision', () => {
  let now = 0;
  const postponed = new Postponed(100, 300, () => now);
  const document = { type: 'supplier', id: '1' } as const;
  const pauseAfterFailure = () => {
    postponed.failed(document);
    const begun = now;
    while (postponed.keys().length > 0) now += 50;
    return now - begun;
  };
  expect([pauseAfterFailure(), pauseAfterFailure(), pauseAfterFailure()]).toEqual([100, 200, 300]);
  postponed.failed(document);
  expect(postponed.keys()).toEqual(['supplier/1']);
  postponed.decided(document);
  expect(postponed.keys()).toEqual([]);
  expect(pauseAfterFailure()).toBe(100);
});
