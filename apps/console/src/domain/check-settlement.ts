import type { DestinationStatus } from '@sluice/shared/messages/document-status';

type Question = NonNullable<DestinationStatus['asked']>;

/**
 * Why what a person says about a step answers no question, and what to do instead; `undefined` where somebody asked.
 * Of a question that names no step, the gateway that asked is the judge.
 */
export function checkSettlement(
  destinations: readonly Pick<DestinationStatus, 'asked'>[],
  document: string,
  said: Required<Question>,
): { readonly message: string; readonly fix: string } | undefined {
  const questions = destinations.flatMap(({ asked }) => asked ?? []);
  if (questions.length === 0)
    return {
      message: `Nobody asked about a step of ${document}. Nothing was settled.`,
      fix: `\`sluice records show ${document}\` shows how it is. To decide about it again: \`sluice records retry ${document}\`.`,
    };
  if (questions.some((asked) => isAbout(asked, said))) return undefined;
  return {
    message: `What is asked about ${document} is not step ${said.step} of command ${said.commandId}. Nothing was settled.`,
    fix: questions.map((asked) => `Asked is: ${inWords(asked)}.`).join('\n'),
  };
}

const isAbout = (asked: Question, said: Question): boolean =>
  asked.commandId === said.commandId.toLowerCase() && (asked.step === undefined || asked.step === said.step);

const inWords = ({ commandId, step }: Question): string =>
  `--command ${commandId}${step === undefined ? '' : ` --step ${step}`}`;
