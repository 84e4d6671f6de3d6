import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { growingEnum, openEnum, textOfWord } from './open-enum.js';

const Light = openEnum(['red', 'green']);

describe('an open list of words', () => {
  it('reads a word that it knows as the word', () => {
    expect(Light.parse('red')).toBe('red');
  });

  it('keeps a word of a newer writer', () => {
    expect(Light.parse('amber')).toEqual({ unknown: 'amber' });
  });

  it('reads what it read before, word or unknown', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        const read = Light.parse(word);
        expect(Light.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
      }),
    );
  });

  it('knows a stored word once a release has learned it', () => {
    const stored = Light.parse('amber');
    expect(openEnum(['red', 'amber', 'green']).parse(stored)).toBe('amber');
  });

  it.each([1, null, undefined, {}, ['red'], { unknown: 1 }])('%j is no word', (value) => {
    expect(Light.safeParse(value).success).toBe(false);
  });
});

describe('a growing list of our own words', () => {
  const OurLight = growingEnum(['red', 'green']);

  it('is read also where the writer is newer', () => {
    expect(textOfWord(OurLight.parse('amber'))).toBe('amber');
    expect(textOfWord(OurLight.parse('red'))).toBe('red');
  });

  it('binds its writers to the list', () => {
    expectTypeOf<z.input<typeof OurLight>>().toEqualTypeOf<'red' | 'green'>();
  });
});
