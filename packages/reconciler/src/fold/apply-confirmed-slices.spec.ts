import type { StepResult } from '@sluice/shared/messages/outcome';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm } from '../canonical-form.js';
import type { ConfirmedSlice, PathSegment } from '../decision.js';
import { applyConfirmedSlices } from './apply-confirmed-slices.js';

const step = (id: string, state: StepResult['state'], calls?: StepResult['calls']): StepResult => ({
  id,
  state,
  ...(calls && { calls }),
  records: [],
});

const order = {
  number: '7001',
  lines: [
    { line: 1, quantity: '5' },
    { line: 2, quantity: '8' },
  ],
};
const quantityOf = (line: number): readonly PathSegment[] => ['lines', { line }, 'quantity'];

describe('which slices count', () => {
  const confirms: ConfirmedSlice[] = [
    { step: 'head', path: ['terms'], value: 'N30' },
    { step: 'lines', transaction: 0, path: quantityOf(1), value: '6' },
    { step: 'lines', transaction: 1, path: quantityOf(2), value: '9' },
  ];

  it.each<[name: string, steps: StepResult[], held: unknown]>([
    ['of no step that ran: none', [], order],
    ['of a step that took effect: its own', [step('head', 'ok')], { ...order, terms: 'N30' }],
    [
      'of a step that was refused half-way: those of the transactions that took effect',
      [step('head', 'ok'), step('lines', 'nok', ['ok', 'nok'])],
      { ...order, terms: 'N30', lines: [{ line: 1, quantity: '6' }, order.lines[1]] },
    ],
    ['of a transaction whose answer was lost: none', [step('lines', 'nok', ['unknown', 'not-run'])], order],
    ['of a step that was not run: none', [step('head', 'not-run'), step('lines', 'skipped')], order],
  ])('%s', (_name, steps, held) => {
    expect(applyConfirmedSlices(order, confirms, steps)).toEqual(held);
  });

  it('a slice of a whole step needs all of it', () => {
    const whole: ConfirmedSlice[] = [{ step: 'lines', path: ['lines'], value: [] }];
    expect(applyConfirmedSlices(order, whole, [step('lines', 'nok', ['ok', 'nok'])])).toEqual(order);
    expect(applyConfirmedSlices(order, whole, [step('lines', 'ok', ['ok', 'ok'])])).toEqual({ ...order, lines: [] });
  });
});

const put = (held: unknown, path: readonly PathSegment[], value?: unknown) =>
  applyConfirmedSlices(held, [{ step: 's', path, value }], [step('s', 'ok')]);

describe('where a slice goes', () => {
  it.each<[name: string, path: readonly PathSegment[], value: unknown, held: unknown]>([
    ['all of it', [], { number: '7002' }, { number: '7002' }],
    ['a new field', ['terms'], 'N30', { ...order, terms: 'N30' }],
    ['a field that goes', ['number'], undefined, { lines: order.lines }],
    ['a field that was not there, and goes', ['terms'], undefined, order],
    [
      'a new line, with what it is named by',
      ['lines', { line: 3 }],
      { quantity: '1' },
      {
        ...order,
        lines: [...order.lines, { line: 3, quantity: '1' }],
      },
    ],
    ['a field of a new line', quantityOf(3), '1', { ...order, lines: [...order.lines, { line: 3, quantity: '1' }] }],
    ['a line that goes', ['lines', { line: 1 }], undefined, { ...order, lines: [order.lines[1]] }],
    ['a field of a line that is not there, and goes', quantityOf(3), undefined, order],
  ])('%s', (_name, path, value, held) => {
    expect(put(order, path, value)).toEqual(held);
  });

  it('from nothing it makes what its path needs', () => {
    expect(put(undefined, quantityOf(1), '5')).toEqual({ lines: [{ line: 1, quantity: '5' }] });
    expect(put(undefined, quantityOf(1))).toBeUndefined();
  });
});

const inSteps = (all: readonly Omit<ConfirmedSlice, 'step'>[]): ConfirmedSlice[] =>
  all.map((slice, index) => ({ ...slice, step: `${index}` }));
const firstSteps = (count: number): StepResult[] => Array.from({ length: count }, (_, index) => step(`${index}`, 'ok'));

/** A line that goes and comes again is the last one: the order of the lines is not compared. */
const form = (held: unknown) => {
  const { lines = [], ...head } = held as { lines?: unknown };
  return canonicalForm({ ...head, lines: Array.isArray(lines) ? lines.map(canonicalForm).toSorted() : lines });
};

describe('for whatever slices', () => {
  const segment = fc.constantFrom<PathSegment>('a', 'b', 'c');
  const line = fc.record({ line: fc.nat(3) });
  const path = fc.oneof(
    fc.array(segment, { minLength: 1, maxLength: 3 }),
    fc.tuple(fc.constant('lines'), line),
    fc.tuple(fc.constant('lines'), line, segment),
  );
  const value = fc.option(fc.oneof(fc.string(), fc.record({ a: fc.string() })), { nil: undefined });
  const slices = fc.array(fc.record({ path, value }), { maxLength: 12 });

  it('those of the first steps, and then all, come to the same as all; and all once more changes nothing', () => {
    fc.assert(
      fc.property(slices, fc.nat(12), (some, prefix) => {
        const confirms = inSteps(some);
        const all = firstSteps(confirms.length);
        const whole = applyConfirmedSlices(order, confirms, all);
        const begun = applyConfirmedSlices(order, confirms, firstSteps(Math.min(prefix, confirms.length)));
        expect(form(applyConfirmedSlices(begun, confirms, all))).toBe(form(whole));
        expect(form(applyConfirmedSlices(whole, confirms, all))).toBe(form(whole));
      }),
    );
  });
});
