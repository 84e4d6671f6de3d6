import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedList, boundedReason, boundedText } from './bounded-text.js';

describe('a bounded text', () => {
  it('is cut at its end, and says how much is missing', () => {
    expect(boundedText('Quantity is invalid', 8)).toBe('Quantity… (and 11 more characters)');
    expect(boundedText('Quantity', 8)).toBe('Quantity');
  });

  it('can be kept by Postgres and sent as UTF-8, whatever came in', () => {
    expect(boundedText('a\0b\uD800c')).toBe('a\uFFFDb\uFFFDc');
    expect(boundedText('ab😀', 3)).toBe('ab… (and 2 more characters)');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.integer({ min: 1, max: 60 }), (text, max) => {
        const bounded = boundedText(text, max);
        expect(bounded.isWellFormed()).toBe(true);
        expect(bounded).not.toContain('\0');
        expect(bounded.length).toBeLessThanOrEqual(max + 40);
      }),
    );
  });

  it('is made of both texts of a reason', () => {
    expect(boundedReason({ code: 'unexpected', message: 'abc', fix: 'defg' }, 3)).toEqual({
      code: 'unexpected',
      message: 'abc',
      fix: 'def… (and 1 more characters)',
    });
  });
});

it('a bounded list counts what it leaves out', () => {
  expect(boundedList(['ab', 'cd', 'ef'], 6)).toEqual({ listed: ['ab', 'cd'], more: 1 });
  expect(boundedList(['ab'], 6)).toEqual({ listed: ['ab'], more: 0 });
});
