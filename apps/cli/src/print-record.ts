import { z } from 'zod';
import { formatPairs, formatTable, shortTime } from './format-table.js';
import { printable } from './printable.js';
import { linesToCopy, quotedForShell } from './next-commands.js';

/** As the console answers it; a status or code of a newer release is shown as it is. */
const Reason = z.looseObject({
  code: z.string(),
  message: z.string(),
  fix: z.string().optional(),
  docs: z.string().optional(),
});

export const RecordSummary = z.looseObject({
  type: z.string(),
  id: z.string(),
  title: z.string(),
  status: z.string(),
  reason: Reason.optional(),
  waitingFor: z.array(z.string()).optional(),
  m3: z.looseObject({ company: z.string(), number: z.string() }).optional(),
  warning: Reason.optional(),
  updatedAt: z.string(),
});
export type RecordSummary = z.infer<typeof RecordSummary>;

/** Who did what, when. */
export const HistoryLine = z.looseObject({
  at: z.string(),
  app: z.string(),
  action: z.string(),
  summary: z.string(),
  by: z.string().optional(),
});

export const RecordWithHistory = RecordSummary.extend({
  highlights: z.array(z.object({ label: z.string(), text: z.string() })).optional(),
  destinations: z.array(
    z.looseObject({
      name: z.string(),
      status: z.string(),
      reason: Reason.optional(),
      waitingFor: z.array(z.string()).optional(),
      asked: z.looseObject({ commandId: z.string(), step: z.string().optional() }).optional(),
      questions: z
        .array(
          z.looseObject({
            id: z.string(),
            text: z.string(),
            choices: z.array(z.string()),
            persons: z.number().optional(),
          }),
        )
        .optional(),
    }),
  ),
  timeline: z.array(HistoryLine),
});
export type RecordWithHistory = z.infer<typeof RecordWithHistory>;

/** Why a record is as it is, in one cell, in the words of `show`; the key that it waits for is for programs. */
export const whyOf = ({ waitingFor = [], reason, warning }: RecordSummary): string =>
  (reason ?? warning)?.message ?? (waitingFor.length > 0 ? `Waits for ${waitingFor.join(', ')}` : '');

/** What a line of history says, and who did it where the sentence does not say so itself. */
export const whatOf = (summary: string, by: string | undefined): string =>
  by === undefined || summary.startsWith(`${by} `) ? summary : `${summary} (${by})`;

export interface RecordView {
  /** All of the history instead of its end. */
  readonly all: boolean;
  /** Of the terminal; without them nothing is wrapped. */
  readonly columns?: number | undefined;
  /** How the command is called here. */
  readonly program?: string | undefined;
}

/** A record for people: how it is and whose turn it is, what it is about, why, its history, and what to type next. */
export function printRecord(record: RecordWithHistory, { all, columns, program }: RecordView): string {
  const { title, status, type, id, m3, waitingFor = [], destinations, updatedAt, highlights = [] } = record;
  const questions = destinations.flatMap((destination) => destination.questions ?? []);
  const turn = turnOf(record);
  const pairs: (readonly [string, string])[] = [
    ['Record', `${type}/${id}`],
    ['Status', `${status} since ${shortTime(updatedAt)}`],
    ...(turn === undefined ? [] : ([['Turn', turn]] as const)),
    ...reasonLines('Reason', record.reason),
    ...questions.map(
      ({ text, persons }) =>
        [
          'Question',
          persons === undefined ? text : `${text} (${persons} persons, each with a token of their own)`,
        ] as const,
    ),
    ...waitingFor.map((key) => ['Waits for', key] as const),
    ...reasonLines('Warning', record.warning),
    ...(m3 === undefined ? [] : ([['In M3', `${m3.number} (company ${m3.company})`]] as const)),
    ...highlights.map(({ label, text }) => [label, text] as const),
    ...destinations.map(
      (destination) =>
        [
          `To ${destination.name}`,
          [destination.status, destination.reason?.message].filter(Boolean).join(': '),
        ] as const,
    ),
  ];
  const commands = linesToCopy(program === undefined ? {} : { program }, nextCommands(record, all));
  return `${printable(title)}\n\n${formatPairs(pairs, columns)}\n${historyOf(record, { all, columns })}\nNext\n${commands}`;
}

/** Whose turn it is; nothing for a status of a newer release. */
function turnOf({ status, waitingFor = [], warning, destinations }: RecordWithHistory): string | undefined {
  if (destinations.some(({ asked }) => asked !== undefined))
    return 'yours: look in M3 or Coupa whether the step took effect, and say so';
  if (destinations.some(({ questions = [] }) => questions.length > 0))
    return 'yours: answer the question, or leave it to whoever knows';
  switch (status) {
    case 'Received':
    case 'In progress':
      return 'Sluice’s: it goes on by itself';
    case 'Retrying':
    case 'Throttled':
      return 'Sluice’s: it is tried again by itself';
    case 'Waiting':
      if (waitingFor.some((key) => key.startsWith('mapping.'))) return 'yours: add the mapping row that is missing';
      if (waitingFor.some((key) => key.startsWith('xref.supplier.')))
        return 'yours: give the supplier its M3 number in Coupa, unless that is on its way';
      return 'Sluice’s: it goes on when what it waits for is there';
    case 'Unknown outcome':
    case 'Needs attention':
    case 'Match exception':
      return 'yours: see what to do';
    case 'Held':
      return 'Coupa’s: it is on hold there';
    case 'Posted':
      return warning === undefined ? 'nobody’s: it is done' : 'nobody’s, but see the warning';
    case 'Superseded':
    case 'Duplicate':
    case 'Ignored':
      return 'nobody’s: nothing is to be done';
    default:
      return undefined;
  }
}

const latestMax = 5;

/** What the gateways note of each request: of interest to whoever looks for a fault. */
const technical = /^(request-|command-|step-answered|snapshot-|fetch-ignored|notice-ignored)/;

function historyOf({ timeline }: RecordWithHistory, { all, columns }: RecordView): string {
  if (all)
    return formatTable(
      ['AT', 'APP', 'ACTION', 'WHAT'],
      timeline.map(({ at, app, action, summary, by }) => [shortTime(at), app, action, whatOf(summary, by)]),
      columns,
    );
  const latest = timeline
    .filter(({ action }) => !technical.test(action))
    .slice(-latestMax)
    .map(({ at, summary, by }) => [shortTime(at), whatOf(summary, by)]);
  const more = timeline.length - latest.length;
  return `${formatTable(['AT', 'WHAT'], latest, columns)}${more === 0 ? '' : `${more} more line(s) with --all.\n`}`;
}

/** Command lines to copy, the likeliest first. */
function nextCommands({ type, id, status, waitingFor = [], destinations }: RecordWithHistory, all: boolean): string[] {
  const document = quotedForShell(`${type}/${id}`);
  const settle = destinations.flatMap(({ asked }) =>
    asked?.step === undefined
      ? []
      : ['done', 'not-done'].map(
          (verdict) =>
            `sluice records settle ${document} --command ${quotedForShell(asked.commandId)} --step ${quotedForShell(asked.step ?? '')} --verdict ${verdict}`,
        ),
  );
  const answers = destinations
    .flatMap(({ questions = [] }) => questions)
    .flatMap((question) =>
      (question.choices.length > 0 ? question.choices.map(quotedForShell) : ['"…"']).map(
        (choice) =>
          `sluice records answer ${document} ${quotedForShell(question.id)} ${choice}${(question.persons ?? 1) > 1 ? ' --note "…"' : ''}`,
      ),
    );
  const isOver = ['Posted', 'Superseded', 'Duplicate', 'Ignored'].includes(status);
  return [
    ...settle,
    ...new Set(answers),
    ...(waitingFor.some((key) => key.startsWith('mapping.')) ? ['sluice mappings missing'] : []),
    ...(status === 'Needs attention' || status === 'Match exception'
      ? [`sluice records retry ${document}`, `sluice records ignore ${document} --because "…"`]
      : []),
    ...(isOver || settle.length > 0 ? [] : [`sluice records fetch ${document}`]),
    ...(all ? [`sluice records show ${document} -o json`] : [`sluice records show ${document} --all`]),
  ];
}

function reasonLines(label: string, reason: z.infer<typeof Reason> | undefined): (readonly [string, string])[] {
  if (reason === undefined) return [];
  return [
    [label, `${reason.message} (${reason.code})`],
    ...(reason.fix === undefined ? [] : ([['What to do', reason.fix]] as const)),
    ...(reason.docs === undefined ? [] : ([['More', reason.docs]] as const)),
  ];
}
