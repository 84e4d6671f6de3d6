import type { FailureCode } from '@sluice/shared/failure-codes';
import { redactedText } from '@sluice/shared/redaction';
import type { Question } from '@sluice/shared/messages/question';

interface Said {
  readonly question: string;
  readonly answer: string;
  readonly note?: string | undefined;
  /** A token of the person's own has proven who it is. */
  readonly isProven: boolean;
}

interface Problem {
  readonly code: FailureCode;
  readonly message: string;
  readonly fix: string;
}

/** What a person writes stands in the history, and is read by everybody: an account number or a secret is not taken. */
export const checkWritten = (what: string, text: string): Problem | undefined =>
  redactedText(text) === text
    ? undefined
    : {
        code: 'body-invalid',
        message: `The ${what} holds an account number or a secret, and is kept and read as it is. Nothing was done.`,
        fix: 'Leave it out: the last four characters are enough to say which one is meant.',
      };

/** Why an answer does not count, and what to do; `undefined` where the document asks for it. */
export function checkAnswer(
  destinations: readonly { readonly questions?: readonly Question[] | undefined }[],
  document: string,
  { question: id, answer, note = '', isProven }: Said,
): Problem | undefined {
  // First of all: no other complaint may repeat it.
  const unfit = checkWritten('answer', answer) ?? checkWritten('note', note);
  if (unfit !== undefined) return unfit;
  const open = destinations.flatMap(({ questions = [] }) => questions);
  const asked = open.filter((question) => question.id === id);
  if (asked.length === 0)
    return (
      checkWritten('question', id) ?? {
        code: 'question-not-asked',
        message: `${document} does not ask ${id}. Nothing was answered.`,
        fix:
          open.length === 0
            ? `It asks nothing now: \`sluice records show ${document}\` shows how it is.`
            : `It asks: ${open.map((question) => question.id).join(', ')}.`,
      }
    );
  const choices = asked.flatMap((question) => question.choices);
  if (choices.length > 0 && !choices.includes(answer))
    return {
      code: 'body-invalid',
      message: `${answer} is no answer to ${id}. Nothing was answered.`,
      fix: `Answer one of: ${choices.join(', ')}.`,
    };
  const needsSeveral = asked.some(({ persons = 1 }) => persons > 1);
  if (!isProven && needsSeveral)
    return {
      code: 'personal-token-needed',
      message: `${id} needs several persons, each known by a token of their own; you are known by the token that all share. Nothing was answered.`,
      fix: 'Whoever runs Sluice makes a token with `sluice tokens new NAME`, adds the line that it prints to SLUICE_PERSONAL_TOKENS of the console, and restarts it. Use the token as SLUICE_PERSONAL_TOKEN.',
    };
  if (needsSeveral && note.trim() === '')
    return {
      code: 'body-invalid',
      message: `${id} is answered with a note, for the others who are asked. Nothing was answered.`,
      fix: 'Say in the note how it was found out: whom you called, and who confirmed it.',
    };
  return undefined;
}
