import type { RecordStatus } from '@sluice/shared/status';

/** A part of a document, as it was last heard of. */
interface Part {
  readonly name: string;
  readonly status: RecordStatus;
  readonly reason?: { readonly fix?: string | undefined } | undefined;
}

interface Question {
  readonly commandId: string;
  readonly step: string;
}

/**
 * Why what a person says about a step answers no question, and what to do instead; `undefined` where somebody asked.
 * What is asked stands in the reason of the leg, as the command line that settles it. Where that names no ids, the gateway
 * that asked is the judge.
 */
export function checkSettlement(
  legs: readonly Part[],
  document: string,
  { commandId, step }: Question,
): { readonly message: string; readonly fix: string } | undefined {
  const asking = legs.filter(({ status }) => status === 'Unknown outcome');
  if (asking.length === 0)
    return {
      message: `Nobody asked about a step of ${document}: no part of it is Unknown outcome. Nothing was settled.`,
      fix: `\`sluice records show ${document}\` shows how it is. To decide about it again: \`sluice records retry ${document}\`.`,
    };
  const questions = asking.map(questionOf);
  if (questions.some((question) => question === undefined || isAbout(question, { commandId, step }))) return undefined;
  return {
    message: `What is asked about ${document} is not step ${step} of command ${commandId}. Nothing was settled.`,
    fix: questions
      .filter((question) => question !== undefined)
      .map((asked) => `Asked is: --command ${asked.commandId} --step ${asked.step}.`)
      .join('\n'),
  };
}

function questionOf({ reason }: Part): Question | undefined {
  const [, commandId, step] = /--command (\S+) --step (.+?)(?= --verdict |$)/.exec(reason?.fix ?? '') ?? [];
  return commandId === undefined || step === undefined ? undefined : { commandId, step };
}

/** `STEP` stands for a step that its gateway did not name. */
const isAbout = (asked: Question, said: Question): boolean =>
  asked.commandId === said.commandId.toLowerCase() && (asked.step === said.step || asked.step === 'STEP');
