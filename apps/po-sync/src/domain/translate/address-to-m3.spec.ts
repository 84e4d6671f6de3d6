import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anOrder, type Json } from '../../../tests/coupa.js';
import { problems, target, translate } from '../../../tests/translate.js';

const site = {
  'location-code': null,
  name: 'Windpark Seastar',
  street1: 'Kaai 101',
  city: 'Oostende',
  'postal-code': '8400',
  country: { code: 'BE' },
};
const to = (change: Json = {}, more: Json = {}) => anOrder({ 'ship-to-address': { ...site, ...change }, ...more });
const address = (...args: Parameters<typeof to>) => target(to(...args)).deliveryAddress;

const withoutBlanks = (text: string) => text.replaceAll(/[\s\p{Cc}]/gu, '');

describe('P23: an order to a one-off address', () => {
  it('carries the address, and is booked in the warehouse that its company has for those', () => {
    expect(target(to())).toMatchObject({
      warehouse: 'W01',
      facility: 'A01',
      deliveryAddress: {
        name: 'Windpark Seastar',
        lines: ['Kaai 101'],
        town: 'Oostende',
        postalCode: '8400',
        country: 'BE',
      },
    });
  });

  it('waits for the very row of that warehouse', () => {
    expect(translate(to(), { without: ['mapping.v1/ship-to/(one-off) 100/AAA'] })).toMatchObject({
      findings: { problems: [], missing: [{ ref: { key: 'ship-to/(one-off) 100/AAA' } }] },
    });
  });

  it('carries no address where Coupa knows the location by a code', () => {
    expect(target(to({ 'location-code': 'WH1' }))).not.toHaveProperty('deliveryAddress');
  });

  it('what is too long for a line goes on in the next, and who it is for stands below the name', () => {
    const change = { name: 'Seastar Offshore Windpark Operations and Maintenance', street2: 'Gate 4' };
    expect(address(change, { 'ship-to-attention': 'J. Janssens' })).toMatchObject({
      name: 'Seastar Offshore Windpark Operations',
      lines: ['and Maintenance', 'J. Janssens', 'Kaai 101', 'Gate 4'],
    });
  });

  it('a question mark alone, which would empty the field, arrives as text', () => {
    expect(address({ name: '?', street2: '?', city: '?' })).toMatchObject({
      name: '"?"',
      lines: ['Kaai 101', '"?"'],
      town: '"?"',
    });
  });

  it.each<[written: Json, state: string | undefined, lines: string[]]>([
    [{ 'state-iso-code': 'CA', state: 'California' }, 'CA', ['Kaai 101']],
    [{ 'state-iso-code': 'US-CA', state: 'CA' }, 'CA', ['Kaai 101']],
    [{ state: 'California' }, undefined, ['Kaai 101', 'California']],
    [{ state: '?' }, undefined, ['Kaai 101', '"?"']],
  ])('a state %j goes where it fits', (written, state, lines) => {
    expect(address(written)).toMatchObject({ lines, ...(state !== undefined && { state }) });
  });

  it.each<[written: Json, code: string, message: string]>([
    [{ street3: 'x'.repeat(36 * 4) }, 'value-too-long', 'need 5 lines of 36 characters below the name, M3 has 4'],
    [{ city: 'x'.repeat(21) }, 'value-too-long', 'ship-to-address.city: "xxxxxxxxxxxxxxxxxxxxx" has 21 characters'],
    [{ 'postal-code': 'x'.repeat(11) }, 'value-too-long', 'ship-to-address.postal-code'],
    [{ country: { code: 'BELG' } }, 'value-too-long', 'ship-to-address.country.code'],
    [{ street1: null }, 'value-missing', 'ship-to-address.street1 is empty'],
    [{ city: ' ' }, 'value-missing', 'ship-to-address.city is empty'],
  ])('with %j is refused in words', (written, code, message) => {
    const [problem, ...others] = problems(to(written));
    expect(problem).toEqual({ code, message: expect.stringContaining(message) });
    expect(others).toEqual([]);
  });

  it('without any address is refused in words', () => {
    expect(problems(anOrder({ 'ship-to-address': null }))).toEqual([
      { code: 'value-missing', message: 'ship-to-address is empty' },
    ]);
  });

  it('nothing of the street is lost, in whatever words', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
        const written = words.join(' ');
        const made = translate(to({ street1: `1${written}` }));
        if (!('value' in made)) return;
        const { lines = [] } = made.value.deliveryAddress ?? {};
        expect(withoutBlanks(lines.join(''))).toBe(withoutBlanks(`1${written}`));
        expect(lines.every((line) => Array.from(line).length <= 36)).toBe(true);
      }),
    );
  });
});
