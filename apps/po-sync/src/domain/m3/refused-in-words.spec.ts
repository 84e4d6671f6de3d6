import type { Decision, LastOutcome } from '@sluice/reconciler/decision';
import { expect, it } from 'vitest';
import { anOrder } from '../../../tests/coupa.js';
import { givenOrder, type GivenOrder } from '../../../tests/given-order.js';
import { target } from '../../../tests/translate.js';
import { readMessageTexts } from './batch-entry-script.js';

type Refusals = LastOutcome['refusals'];

const because = {
  code: 'm3-refused',
  message:
    'M3 refused: add-head, field SUNO: WSU0103 (WSU0103); add-line, line 2: Item NOTHING does not exist (WIT0103)',
  fix: 'Correct what M3 names.',
} as const;
const refusals: Refusals = [
  { step: 'add-head', code: 'WSU0103', message: 'WSU0103', field: 'SUNO' },
  { step: 'add-line', index: 1, code: 'WIT0103', message: 'Item NOTHING does not exist' },
];

const refusedWith = (what: Refusals): GivenOrder => {
  const order = anOrder();
  return givenOrder(order).refused('m3', because, { target: target(order), refusals: what });
};
const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');
const texts = readMessageTexts(['WSU0103'], '');

it('asks M3 for the text of a message of which only the id came', () => {
  expect(decided(refusedWith(refusals))).toMatchObject({
    decision: 'send',
    because,
    script: {
      kind: 'read',
      company: '100',
      division: 'AAA',
      steps: [{ transactions: [{ transaction: 'GetMessageText', record: { MSID: 'WSU0103' } }] }],
    },
  });
});

it('shows the refusal with the text that M3 gave', () => {
  const read = refusedWith(refusals).reading('m3', texts, [[{ MSID: 'WSU0103', MSGD: 'Supplier &1 does not exist' }]]);
  expect(decided(read)).toEqual({
    decision: 'refused',
    because: {
      ...because,
      message:
        'M3 refused: add-head, field SUNO: Supplier &1 does not exist (WSU0103); add-line, line 2: Item NOTHING does not exist (WIT0103)',
    },
  });
});

it('leaves the id where M3 has no text for it', () => {
  expect(decided(refusedWith(refusals).reading('m3', texts, [[]]))).toEqual({ decision: 'refused', because });
});

it.each([
  ['every message came with its words', refusedWith(refusals.slice(1))],
  ['the code is no message of M3', refusedWith([{ step: 'add-head', code: 'http-400', message: 'http-400' }])],
  ['M3 refused the question', refusedWith(refusals).last('m3', { kind: 'read', result: 'refused' })],
])('does not ask where %s', (_case, given) => {
  expect(decided(given)).toMatchObject({ decision: 'send', script: { kind: 'write' } });
});
