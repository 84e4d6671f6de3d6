import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalForm, equalTargets } from './canonical-form.js';

const target = fc.dictionary(fc.string(), fc.jsonValue());

test('a target equals itself after it went through Postgres', () => {
  fc.assert(fc.property(target, (held) => equalTargets(held, JSON.parse(JSON.stringify(held)))));
});

test('the order of fields does not matter', () => {
  fc.assert(fc.property(target, (held) => equalTargets(held, Object.fromEntries(Object.entries(held).toReversed()))));
});

test('spaces around a text say nothing', () => {
  fc.assert(fc.property(fc.string(), (text) => equalTargets({ text: ` ${text}  ` }, { text })));
});

test('values that differ deep inside are different', () => {
  fc.assert(
    fc.property(target, fc.string(), (held, text) => !equalTargets({ held, text }, { held, text: `${text}.` })),
  );
});

test.each([
  ['a field that is undefined and one that is absent', { a: undefined, b: 1 }, { b: 1 }, true],
  ['nothing and nothing', undefined, undefined, true],
  ['nothing and something', undefined, {}, false],
  ['a text and the number of the same digits', { a: '1' }, { a: 1 }, false],
  ['the same list in another order', [1, 2], [2, 1], false],
  ['a list and an object with its indices', ['x'], { 0: 'x' }, false],
  ['an object and a list that is written like its canonical form', { fields: [] }, {}, false],
  ['fields within fields in another order', { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, true],
])('%s', (_what, left, right, equal) => {
  expect(equalTargets(left, right)).toBe(equal);
  expect(canonicalForm(left) === canonicalForm(right)).toBe(equal);
});
