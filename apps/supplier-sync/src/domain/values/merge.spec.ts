import { describe, expect, it } from 'vitest';
import { agreedAfter, mergeField, type FieldState, type MergeBy, type Verdict } from './merge.js';
import { sameValue } from './same-value.js';

const nothing = undefined;
const equal: Verdict = { is: 'equal' };
const conflict: Verdict = { is: 'conflict' };

const state = (agreed: unknown, coupa: unknown, m3: unknown): FieldState => ({ agreed, coupa, m3 });

const sameTerms = (one: unknown, other: unknown): boolean => sameValue('paymentTerms', one, other);

type Row = readonly [name: string, state: FieldState, by: MergeBy, verdict: Verdict];

describe('a field that one side has changed since both agreed', () => {
  it.each<Row>([
    ['by its owner goes to M3', state('A', 'B', 'A'), { owner: 'coupa' }, { is: 'to-m3', value: 'B' }],
    ['by its owner goes to Coupa', state('A', 'A', 'B'), { owner: 'm3' }, { is: 'to-coupa', value: 'B' }],
    ['by the other is set back', state('A', 'A', 'B'), { owner: 'coupa' }, { is: 'to-m3', value: 'A', lost: 'B' }],
    ['by the other is set back', state('A', 'B', 'A'), { owner: 'm3' }, { is: 'to-coupa', value: 'A', lost: 'B' }],
    ['goes through where the newest counts', state('A', 'A', 'B'), { owner: 'newest' }, { is: 'to-coupa', value: 'B' }],
    ['goes through as nobody contradicts', state('A', 'B', 'A'), { owner: 'ask' }, { is: 'to-m3', value: 'B' }],
    ['is emptied by its owner', state('A', '', 'A'), { owner: 'coupa' }, { is: 'to-m3', value: '' }],
    ['is emptied by the other', state('A', 'A', ''), { owner: 'coupa' }, { is: 'to-m3', value: 'A' }],
    ['to the same is equal', state('A', 'B', 'B'), { owner: 'ask' }, equal],
    ['S25: and is what we wrote, padded', state('A', 'B', 'B   '), { owner: 'coupa' }, equal],
  ])('%s', (_name, given, by, verdict) => expect(mergeField(given, by)).toEqual(verdict));
});

describe('S05: a field that both have changed since they agreed', () => {
  const both = state('A', 'B', 'C');
  it.each<Row>([
    ['is Coupa’s where Coupa owns it', both, { owner: 'coupa' }, { is: 'to-m3', value: 'B', lost: 'C' }],
    ['is M3’s where M3 owns it', both, { owner: 'm3' }, { is: 'to-coupa', value: 'C', lost: 'B' }],
    ['is the newer one', both, { owner: 'newest', newer: 'm3' }, { is: 'to-coupa', value: 'C', lost: 'B' }],
    ['needs a person where nobody knows which is newer', both, { owner: 'newest' }, conflict],
    ['needs a person who is asked', both, { owner: 'ask', newer: 'm3' }, conflict],
    ['is what the person says', both, { owner: 'ask', answer: 'coupa' }, { is: 'to-m3', value: 'B', lost: 'C' }],
    ['loses no emptiness', state('A', 'B', ''), { owner: 'coupa' }, { is: 'to-m3', value: 'B' }],
  ])('%s', (_name, given, by, verdict) => expect(mergeField(given, by)).toEqual(verdict));
});

describe('a field on which both never agreed', () => {
  it.each<Row>([
    ['is its owner’s', state(nothing, 'B', 'C'), { owner: 'm3' }, { is: 'to-coupa', value: 'C', lost: 'B' }],
    ['needs a person who is asked', state(nothing, 'B', 'C'), { owner: 'ask' }, conflict],
    ['is what the only one says', state(nothing, 'B', nothing), { owner: 'ask' }, { is: 'to-m3', value: 'B' }],
    ['is equal where it is', state(nothing, 'B', 'B'), { owner: 'ask' }, equal],
    ['is equal where neither has it', state(nothing, nothing, ''), { owner: 'm3' }, equal],
  ])('%s', (_name, given, by, verdict) => expect(mergeField(given, by)).toEqual(verdict));
});

describe('a side that says nothing', () => {
  it.each<Row>([
    ['does not empty the other, though it owns the field', state('A', nothing, 'A'), { owner: 'coupa' }, equal],
    ['nor by what a person says', state('A', nothing, 'B'), { owner: 'ask', answer: 'coupa' }, equal],
    ['nor by being the newest', state('A', nothing, 'A'), { owner: 'newest' }, equal],
    ['is told what the owner holds', state('A', nothing, 'A'), { owner: 'm3' }, { is: 'to-coupa', value: 'A' }],
    [
      'is told what the other has changed',
      state('A', nothing, 'B'),
      { owner: 'newest' },
      { is: 'to-coupa', value: 'B' },
    ],
  ])('%s', (_name, given, by, verdict) => expect(mergeField(given, by)).toEqual(verdict));
});

describe('a whole supplier', () => {
  it('is compared as each field is', () => {
    expect(mergeField(state('N30', 'n30', 'N60'), { owner: 'm3' }, sameTerms)).toEqual({
      is: 'to-coupa',
      value: 'N60',
    });
    expect(mergeField(state('N30', 'n60', 'N60'), { owner: 'ask' }, sameTerms)).toEqual(equal);
  });

  it('what both hold is what they agree on from then on; the rest stays as it was', () => {
    expect(
      agreedAfter({ name: 'A', phone: '1' }, { name: 'B', paymentTerms: 'n30' }, { name: 'C', paymentTerms: 'N30' }),
    ).toEqual({ name: 'A', phone: '1', paymentTerms: 'N30' });
    expect(agreedAfter({}, { name: 'B' }, {})).toEqual({});
  });
});
