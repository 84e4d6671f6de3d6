import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  decimalsOf,
  DecimalText,
  Exact,
  roundDecimal,
  splitDecimal,
  toDecimalText,
  type DecimalText as Text,
} from './decimal.js';

const text = (written: string | number): Text => toDecimalText(written) as Text;

/** Any decimal of up to 46 digits, 20 of them after the point: the largest that Coupa documents. */
const decimal = (digits: number, places: number) =>
  fc
    .tuple(
      fc.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n }),
      fc.integer({ min: 0, max: places }),
    )
    .map(([units, scale]) => text(`${units}e-${scale}`));

describe('canonical form', () => {
  it.each([
    ['10.0', '10'],
    ['0004.125000', '4.125'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+7', '7'],
    ['1e3', '1000'],
    ['1E-7', '0.0000001'],
    [' 12.50 ', '12.5'],
    [12.5, '12.5'],
    [1e21, '1000000000000000000000'],
    ['12345678901234567890123456.12345678901234567890', '12345678901234567890123456.1234567890123456789'],
  ])('%s is %s', (written, canonical) => {
    expect(toDecimalText(written)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'abc',
    '1,5',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '--1',
    '1 000',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%s is no decimal', (written) => {
    expect(toDecimalText(written)).toBeUndefined();
  });

  it.each(['1.0', '01', '-0', '1e3', '.5', '5.', '+1', '0.0', '00', ' 1'])('%s is refused in a message', (written) => {
    expect(DecimalText.safeParse(written).success).toBe(false);
  });

  it('comes back from its own text unchanged, and is what a message may carry', () => {
    fc.assert(
      fc.property(decimal(46, 20), (value) => {
        expect(DecimalText.parse(value)).toBe(value);
        expect(toDecimalText(value)).toBe(value);
      }),
    );
  });

  it('equal numbers are equal texts, however they were written', () => {
    fc.assert(
      fc.property(decimal(30, 6), fc.integer({ min: 1, max: 9 }), (value, zeros) => {
        const padded = value.includes('.') ? `${value}${'0'.repeat(zeros)}` : `${value}.${'0'.repeat(zeros)}`;
        expect(toDecimalText(padded)).toBe(value);
        expect(toDecimalText(new Exact(value).toExponential())).toBe(value);
      }),
    );
  });
});

describe('sums and rounding', () => {
  it('adds without the errors of binary fractions', () => {
    expect(addDecimals([text('0.1'), text('0.2')])).toBe('0.3');
    expect(addDecimals([])).toBe('0');
    expect(addDecimals([text('5'), text('-5')])).toBe('0');
  });

  it.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['2.344999', 2, '2.34'],
    ['-0.004', 2, '0'],
    ['1250', 2, '1250'],
  ])('%s at %d places is %s', (value, places, rounded) => {
    expect(roundDecimal(text(value), places)).toBe(rounded);
  });

  it('counts the digits after the point', () => {
    expect(decimalsOf(text('12.50'))).toBe(1);
    expect(decimalsOf(text('1200'))).toBe(0);
  });

  it('a product of the largest price and the largest quantity that Coupa documents is exact', () => {
    fc.assert(
      fc.property(decimal(46, 20), decimal(30, 6), (price, quantity) => {
        const product = new Exact(price).times(quantity);
        expect(product.dividedBy(quantity === '0' ? 1 : quantity).equals(quantity === '0' ? 0 : price)).toBe(true);
      }),
    );
  });
});

describe('a split', () => {
  it.each([
    ['100', ['1', '1', '1'], 2, ['33.34', '33.33', '33.33']],
    ['1200', ['60', '40'], 2, ['720', '480']],
    ['-100', ['1', '1', '1'], 2, ['-33.33', '-33.33', '-33.34']],
    ['0.01', ['1', '1'], 2, ['0.01', '0']],
    ['0', ['1', '2'], 2, ['0', '0']],
    ['10', ['0', '1'], 0, ['0', '10']],
  ])('of %s by %j at %d places is %j', (total, weights, places, parts) => {
    expect(splitDecimal(text(total), weights.map(text), places)).toEqual(parts);
  });

  it('sums to the whole, exactly, and no part is a unit or more away from its share', () => {
    const weights = fc
      .array(
        decimal(30, 6).map((weight) => text(weight.replace('-', ''))),
        { minLength: 1, maxLength: 30 },
      )
      .filter((list) => list.some((weight) => weight !== '0'));
    fc.assert(
      fc.property(decimal(32, 4), weights, (total, weights) => {
        const parts = splitDecimal(total, weights, 4);
        expect(addDecimals(parts)).toBe(total);
        const whole = new Exact(addDecimals(weights));
        for (const [index, part] of parts.entries()) {
          expect(DecimalText.safeParse(part).success).toBe(true);
          const share = new Exact(total).times(weights.at(index) ?? 0).dividedBy(whole);
          expect(new Exact(part).minus(share).abs().lessThan('0.0001')).toBe(true);
        }
      }),
    );
  });

  it('needs weights', () => {
    expect(() => splitDecimal(text('10'), [], 2)).toThrow(/weights/);
    expect(() => splitDecimal(text('10'), [text('1'), text('-1')], 2)).toThrow(/weights/);
  });

  it('is refused where the whole itself does not fit', () => {
    expect(() => splitDecimal(text('10.005'), [text('1')], 2)).toThrow(/more than 2 decimals/);
  });
});
