import { describe, expect, it } from 'vitest';
import { checkAnswer, checkWritten } from './check-answer.js';

const link = { id: 'link/Y30001', text: 'Is it Y30001?', choices: ['yes', 'no'] };
const bank = { id: 'bank/f1', text: 'May it be paid there?', choices: ['approve', 'reject'], persons: 2 };
const number = { id: 'number', text: 'Which number has it in M3?', choices: [] };
const destinations = [{ questions: [link] }, {}, { questions: [bank, number] }];
const check = (question: string, answer: string, isProven = false, note?: string) =>
  checkAnswer(destinations, 'supplier/77', { question, answer, isProven, note });

it.each([
  ['a choice of the question', 'link/Y30001', 'yes', false, undefined],
  ['any text where the question has no choices', 'number', 'Y30002', false, undefined],
  ['a choice of a question for two persons, with a note by one who is proven', 'bank/f1', 'approve', true, 'called'],
] as const)('%s counts', (_what, question, answer, isProven, note) => {
  expect(check(question, answer, isProven, note)).toBeUndefined();
});

it('an answer to what is not asked names what is', () => {
  expect(check('link/Y30009', 'yes')).toMatchObject({
    code: 'question-not-asked',
    message: 'supplier/77 does not ask link/Y30009. Nothing was answered.',
    fix: 'It asks: link/Y30001, bank/f1, number.',
  });
  expect(checkAnswer([{}], 'supplier/77', { question: 'a', answer: 'b', isProven: true })?.fix).toContain(
    'It asks nothing now: `sluice records show supplier/77`',
  );
});

it('what is no choice names the choices', () => {
  expect(check('link/Y30001', 'Yes')).toMatchObject({ code: 'body-invalid', fix: 'Answer one of: yes, no.' });
});

it('a question for two persons is not answered with the token that all share, and how to get one is said', () => {
  expect(check('bank/f1', 'approve')).toMatchObject({
    code: 'personal-token-needed',
    fix: expect.stringContaining('sluice tokens new NAME'),
  });
});

it('a question for two persons is not answered without a note, as the others are to know how it was found out', () => {
  expect(check('bank/f1', 'approve', true, ' ')).toMatchObject({
    code: 'body-invalid',
    message: 'bank/f1 is answered with a note, for the others who are asked. Nothing was answered.',
  });
});

describe('an account number in what a person writes is refused and not repeated, as everybody reads it', () => {
  it.each(['BE68 5390 0754 7034', 'BE68-5390-0754-7034', 'be68539007547034'])('%s', (written) => {
    const text = `they confirmed ${written}, on the telephone`;
    for (const [what, problem] of Object.entries({
      note: check('bank/f1', 'approve', true, text),
      answer: check('number', text),
      'answer that is no choice': check('link/Y30001', written),
      question: check(written, 'yes'),
      'reason to leave it as it is': checkWritten('reason', text),
    })) {
      expect([what, problem?.code, problem?.message]).toEqual([
        what,
        'body-invalid',
        expect.stringContaining('holds an account number'),
      ]);
      expect(JSON.stringify(problem)).not.toContain('5390');
    }
  });
});
