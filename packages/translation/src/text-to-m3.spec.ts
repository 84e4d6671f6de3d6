import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descriptionToM3, lengthOf, onOneLine } from './text-to-m3.js';

describe('a description in M3', () => {
  it('P38: 30 characters of name, 60 of description, the rest as text lines', () => {
    const written = Array.from({ length: 255 }, (_, index) => String(index % 10)).join('');
    const { name, description, text } = descriptionToM3(written);
    expect(name).toBe(written.slice(0, 30));
    expect(description).toBe(written.slice(0, 60));
    expect(text).toEqual([
      written.slice(60, 120),
      written.slice(120, 180),
      written.slice(180, 240),
      written.slice(240),
    ]);
  });

  it('P39: breaks become blanks, control characters go, the rest stays', () => {
    expect(onOneLine('Steel;\r\n"hot"|rolled\t\u0007✓')).toBe('Steel; "hot"|rolled ✓');
  });

  it('an empty one is none', () => {
    expect(descriptionToM3(undefined)).toEqual({});
    expect(descriptionToM3(' \n ')).toEqual({});
  });

  it('D10: nothing is lost and no character is cut in the middle', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 255 }), (written) => {
        const { name = '', description = '', text = [] } = descriptionToM3(written);
        const whole = onOneLine(written);
        const head = Array.from(whole).slice(0, 60).join('');
        expect(description).toBe(head.trim());
        expect(head + text.join('')).toBe(whole);
        expect(lengthOf(name)).toBeLessThanOrEqual(30);
        expect(text.every((line) => lengthOf(line) <= 60)).toBe(true);
        expect((name + description + text.join('')).isWellFormed()).toBe(true);
      }),
    );
  });
});
