import { expect, it } from 'vitest';
import { limitLogLines } from './limit-log-lines.js';

it('a flood of lines becomes one line a period that says how many were kept back', () => {
  const pass = limitLogLines(10_000);
  expect([0, 1, 2, 9_999].map(pass)).toEqual([0, undefined, undefined, undefined]);
  expect(pass(10_000)).toBe(3);
  expect(pass(30_000)).toBe(0);
});
