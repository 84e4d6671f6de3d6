import { z } from 'zod';
import { formatTable, shortTime } from './format-table.js';
import { printable } from './printable.js';

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
  destinations: z.array(
    z.looseObject({
      name: z.string(),
      status: z.string(),
      reason: Reason.optional(),
      waitingFor: z.array(z.string()).optional(),
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

/** A record for people: how it is, why and what to do, its parts, its history. */
export function printRecord(record: RecordWithHistory): string {
  const { title, status, type, id, m3, waitingFor = [], destinations, timeline, updatedAt } = record;
  const facts = [
    ['Record', `${type}/${id}`],
    ['Status', `${status} since ${shortTime(updatedAt)}`],
    ...(m3 === undefined ? [] : [['In M3', `${m3.number} (company ${m3.company})`]]),
    ...waitingFor.map((key) => ['Waits for', key]),
    ...reasonLines('Reason', record.reason),
    ...reasonLines('Warning', record.warning),
    ...destinations.map((destination) => [
      `To ${destination.name}`,
      [destination.status, destination.reason?.message].filter(Boolean).join(': '),
    ]),
  ];
  const history = timeline.map(({ at, app, action, summary, by }) => [shortTime(at), app, action, whatOf(summary, by)]);
  return `${printable(title)}\n\n${pairs(facts)}\n${formatTable(['AT', 'APP', 'ACTION', 'WHAT'], history)}`;
}

function reasonLines(label: string, reason: z.infer<typeof Reason> | undefined): string[][] {
  if (reason === undefined) return [];
  return [
    [label, `${reason.message} (${reason.code})`],
    ...(reason.fix === undefined ? [] : [['What to do', reason.fix]]),
    ...(reason.docs === undefined ? [] : [['More', reason.docs]]),
  ];
}

function pairs(facts: readonly (readonly string[])[]): string {
  const clean = facts.map((fact) => fact.map(printable));
  const width = Math.max(...clean.map(([label = '']) => label.length));
  return clean.map(([label = '', text = '']) => `${label.padEnd(width)}  ${text}\n`).join('');
}
