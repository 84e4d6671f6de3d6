import { describe, expect, it } from 'vitest';
import { isGoingInCircles, noteWrite, type Rounds } from './rounds.js';
import { sharedFields } from './supplier-values.js';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 10, hour)).toISOString();
const write = (rounds: Rounds | undefined, value: unknown, hour = 8) =>
  noteWrite(rounds, 'm3', 'paymentTerms', value, at(hour));
const inCircles = (rounds: Rounds | undefined, value: unknown, hour = 8) =>
  isGoingInCircles(rounds, 'm3', 'paymentTerms', value, at(hour));

describe('S25: a value that is written to the same side again and again', () => {
  const twice = write(write(undefined, 'N30'), 'N30');

  it('is stopped at the third time', () => {
    expect(inCircles(undefined, 'N30')).toBe(false);
    expect(inCircles(write(undefined, 'N30'), 'N30')).toBe(false);
    expect(inCircles(twice, 'N30')).toBe(true);
  });

  it('is not where another value was written in between: somebody has changed it', () => {
    expect(inCircles(twice, 'N60')).toBe(false);
    expect(inCircles(write(write(twice, 'N60'), 'N30'), 'N30')).toBe(false);
  });

  it('is stopped after ten times in a day also where the values differ each time', () => {
    const values = Array.from({ length: 10 }, (_, index) => 'x'.repeat(index + 1));
    const written = values.reduce<Rounds | undefined>((noted, value) => write(noted, value), undefined);
    expect(
      inCircles(
        values.slice(1).reduce<Rounds | undefined>((noted, value) => write(noted, value), undefined),
        'y',
      ),
    ).toBe(false);
    expect(inCircles(written, 'y')).toBe(true);
    expect(inCircles(written, 'y', 32)).toBe(false);
    const alternating = values.reduce<Rounds | undefined>((noted, _, index) => write(noted, index % 2), undefined);
    expect(inCircles(alternating, 0)).toBe(true);
  });

  it('nor on the other side, nor in another field', () => {
    expect(isGoingInCircles(twice, 'coupa', 'paymentTerms', 'N30', at(8))).toBe(false);
    expect(isGoingInCircles(twice, 'm3', 'name', 'N30', at(8))).toBe(false);
  });

  it('nor a day later', () => {
    expect(inCircles(twice, 'N30', 31)).toBe(true);
    expect(inCircles(twice, 'N30', 32)).toBe(false);
  });

  it('the same value in another order of its parts is the same', () => {
    const [one, other] = [
      { terms: 'CIF', method: 'SEA' },
      { method: 'SEA', terms: 'CIF' },
    ];
    const rounds = [one, other].reduce<Rounds>(
      (noted, value) => noteWrite(noted, 'm3', 'deliveryTerms', value, at(8)),
      {},
    );
    expect(isGoingInCircles(rounds, 'm3', 'deliveryTerms', one, at(8))).toBe(true);
  });
});

it('what is remembered stays small and is JSON', () => {
  let rounds: Rounds = {};
  for (let hour = 0; hour < 100; hour += 1)
    for (const field of sharedFields)
      for (const side of ['coupa', 'm3'] as const)
        rounds = noteWrite(rounds, side, field, { lines: ['x'.repeat(200)] }, at(hour));
  expect(JSON.parse(JSON.stringify(rounds))).toEqual(rounds);
  expect(JSON.stringify(rounds).length).toBeLessThan(6000);
});
