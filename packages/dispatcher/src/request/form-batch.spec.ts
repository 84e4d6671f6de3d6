import { expect, it } from 'vitest';
import { formBatch, worthReading, type Candidate, type CandidateHead } from './form-batch.js';

type Named = Candidate<string> & { readonly name: string };
const candidate = (id: string, change: Partial<Named> = {}): Named => ({
  name: id,
  head: { commandId: id, document: { type: 'purchase-order', id }, destination: 'm3/100' },
  purpose: 'step',
  calls: [id],
  group: 'PPS370MI/100/',
  independent: false,
  sharedLosses: 0,
  ...change,
});
const three = ['x', 'y', 'z'];
const sameDocument = { head: candidate('a').head };

it.each<[string, Named, Named[], string[]]>([
  ['alone when nothing else is ready', candidate('a'), [], ['a']],
  ['all that belong together', candidate('a'), [candidate('b'), candidate('c')], ['a', 'b', 'c']],
  ['not another program, company or division', candidate('a'), [candidate('b', { group: 'CRS620MI/100/' })], ['a']],
  ['not a write with a probe', candidate('a'), [candidate('b', { purpose: 'probe' })], ['a']],
  [
    'a document whose calls do not all fit waits for the next request; a smaller one goes',
    candidate('a', { calls: three }),
    [candidate('b', { calls: three }), candidate('c')],
    ['a', 'c'],
  ],
  ['two steps of one document, when their order matters', candidate('a'), [candidate('a2', sameDocument)], ['a']],
  [
    '… also when only one of them says that it is independent',
    candidate('a', { independent: true }),
    [candidate('a2', sameDocument)],
    ['a'],
  ],
  [
    '… not when both are independent',
    candidate('a', { independent: true }),
    [candidate('a2', { ...sameDocument, independent: true })],
    ['a', 'a2'],
  ],
  [
    'one that lost an answer in company travels with fewer',
    candidate('a', { sharedLosses: 2 }),
    [candidate('b'), candidate('c')],
    ['a', 'b'],
  ],
  ['T32: one that lost three is alone', candidate('a', { sharedLosses: 3 }), [candidate('b')], ['a']],
  [
    'T32: … and is not taken along by others',
    candidate('a'),
    [candidate('b'), candidate('c', { sharedLosses: 3 }), candidate('d')],
    ['a', 'b', 'd'],
  ],
])('%s', (_, first, others, expected) => {
  expect(formBatch(first, others, 5).map(({ name }) => name)).toEqual(expected);
});

const head = (commandId: string, change: Partial<CandidateHead> = {}): CandidateHead => ({
  commandId,
  sharedLosses: 0,
  next: { purpose: 'step', group: 'PPS370MI/100/', calls: 1 },
  ...change,
});

it.each<[string, Named, CandidateHead[], string[]]>([
  [
    'as many as fill the request',
    candidate('a'),
    ['b', 'c', 'd', 'e', 'f', 'g'].map((id) => head(id)),
    ['b', 'c', 'd', 'e'],
  ],
  [
    'none that goes elsewhere',
    candidate('a'),
    [head('b', { next: { purpose: 'step', group: 'CRS620MI/100/', calls: 1 } }), head('c')],
    ['c'],
  ],
  [
    'none that asks something else',
    candidate('a'),
    [head('b', { next: { purpose: 'probe', group: 'PPS370MI/100/', calls: 1 } })],
    [],
  ],
  [
    'none that does not fit',
    candidate('a', { calls: three }),
    [head('b', { next: { purpose: 'step', group: 'PPS370MI/100/', calls: 3 } }), head('c')],
    ['c'],
  ],
  ['one of which nothing is known', candidate('a'), [head('b', { next: undefined })], ['b']],
  ['fewer where the first lost answers in company', candidate('a', { sharedLosses: 2 }), [head('b'), head('c')], ['b']],
  ['none for one that travels alone', candidate('a', { sharedLosses: 3 }), [head('b')], []],
  ['none that travels alone', candidate('a'), [head('b', { sharedLosses: 3 }), head('c')], ['c']],
])('only those are read that may join: %s', (_, first, heads, expected) => {
  expect(worthReading(first, heads, 5).map(({ commandId }) => commandId)).toEqual(expected);
});
