import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tenantLengths } from './field-lengths.js';
import { blanksAField, descriptionToM3, inLinesOf, lengthOf, onOneLine } from './text-to-m3.js';

/** A tenant of the older field lists. */
const short = tenantLengths({ transactions: { 'PPS370MI AddLine': { PITD: 30, PITT: 60, TXT1: 60 } } });

describe('a description in M3', () => {
  it('P38: 30 characters of name, 60 of description, the rest as text lines', () => {
    const written = Array.from({ length: 255 }, (_, index) => String(index % 10)).join('');
    const { name, description, text } = descriptionToM3(written, short);
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
    expect(descriptionToM3(undefined, short)).toEqual({});
    expect(descriptionToM3(' \n ', short)).toEqual({});
  });

  it('D10: nothing is lost and no character is cut in the middle', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 255 }), (written) => {
        const { name = '', description = '', text = [] } = descriptionToM3(written, short);
        const whole = onOneLine(written);
        if (blanksAField(Array.from(whole).slice(0, 60).join(''))) return;
        const left = text.join('');
        const head = left === '' ? whole : whole.slice(0, -left.length);
        expect(description).toBe(head.trim());
        expect(head + left).toBe(whole);
        expect(lengthOf(name)).toBeLessThanOrEqual(30);
        expect(text.every((line) => lengthOf(line) <= 60)).toBe(true);
        expect((name + description + text.join('')).isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('a question mark alone, which empties a field in M3’s batch entry, arrives as text', () => {
  it('as the whole text', () => {
    expect(descriptionToM3(' ? ', short)).toEqual({ name: '"?"', description: '"?"' });
    expect(inLinesOf(36, '?')).toEqual(['"?"']);
  });

  it('as what is left of a description', () => {
    const written = `${'x'.repeat(60)}?`;
    expect(descriptionToM3(written, short)).toMatchObject({ description: 'x'.repeat(59), text: ['x?'] });
  });

  it('as what is left of its last line', () => {
    const written = `${'x'.repeat(120)}?`;
    expect(descriptionToM3(written, short).text).toEqual(['x'.repeat(59), 'x?']);
  });

  it('as the last word of a line that is full', () => {
    expect(inLinesOf(10, 'est-il là ?')).toEqual(['est-il', 'là ?']);
    expect(inLinesOf(5, 'quoi- ?')).toEqual(['quoi-', '"?"']);
  });

  it('no line of any text is one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('?', ' ', 'a'), maxLength: 255 }), (written) => {
        const { name, description, text = [] } = descriptionToM3(written, short);
        for (const line of [name, description, ...text, ...inLinesOf(36, written)]) expect(line).not.toBe('?');
      }),
    );
  });
});
