import { describe, expect, it } from 'vitest';
import { widthBeside, wrapText } from './format-table.js';

describe('a text is wrapped to the terminal', () => {
  it.each([
    ['short', 10, ['short']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', undefined, ['one two three']],
    ['a 1234567890123 b', 5, ['a', '12345', '67890', '123 b']],
    ['', 5, ['']],
  ])('"%s" in %s', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('nothing of it is lost', () => {
    const text =
      'Waiting: No mapping for unit BOX, used by line 1, and 0123456789012345678901234567890123456789 besides';
    for (let width = 1; width < 60; width += 1) {
      const lines = wrapText(text, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
  });

  it('a terminal that is too narrow, or none, wraps nothing', () => {
    expect(widthBeside(undefined, 10)).toBeUndefined();
    expect(widthBeside(40, 30)).toBeUndefined();
    expect(widthBeside(80, 30)).toBe(50);
  });
});
