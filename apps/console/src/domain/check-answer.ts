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

/** Why an answer does not count, and what to do; `undefined` where the document asks for it. */
export function checkAnswer(
  destinations: readonly { readonly questions?: readonly Question[] | undefined }[],
  document: string,
  { question: id, answer, note = '', isProven }: Said,
): { readonly code: FailureCode; readonly message: string; readonly fix: string } | undefined {
  const open = destinations.flatMap(({ questions = [] }) => questions);
  const asked = open.filter((question) => question.id === id);
  if (asked.length === 0)
    return {
      code: 'question-not-asked',
      message: `${document} does not ask ${id}. Nothing was answered.`,
      fix:
        open.length === 0
          ? `It asks nothing now: \`sluice records show ${document}\` shows how it is.`
          : `It asks: ${open.map((question) => question.id).join(', ')}.`,
    };
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
  if (redactedText(note) !== note)
    return {
      code: 'body-invalid',
      message:
        'The note holds an account number or a secret, and notes are kept and read as they are. Nothing was answered.',
      fix: 'Leave it out: the last four characters are enough to say which one is meant.',
    };
  return undefined;
}
