import { Command, Option } from 'commander';
import { parseDocumentKey, type DocumentRef } from '@sluice/shared/document';
import { ownedTypes } from '@sluice/shared/document-types';
import { Failure } from '@sluice/shared/failure';
import { recordStatuses } from '@sluice/shared/status';
import { z } from 'zod';
import { askConsole } from './ask-console.js';
import { formatTable, shortTime } from './format-table.js';
import { quotedForShell, suggest } from './next-commands.js';
import { outputOption, printJson, type Output } from './output.js';
import { printRecord, RecordSummary, RecordWithHistory, whyOf } from './print-record.js';
import { anyCaseOf, countOf, documentOf, momentOf, writtenOf } from './read-arguments.js';
import type { Terminal } from './terminal.js';

const Page = z.object({ records: z.array(RecordSummary), nextCursor: z.string().optional() });
const Asked = z.looseObject({ action: z.string() });

export function recordsCommand(terminal: Terminal): Command {
  const records = new Command('records').description(
    'See what became of each document, and decide how to go on with one.',
  );
  records
    .command('list')
    .description('List documents, last changed first.')
    .addOption(oneOf('--status <status>', 'only with this status', recordStatuses))
    .addOption(oneOf('--type <type>', 'only of this type', ownedTypes))
    .option('--reason <code>', 'only with this reason code, such as mapping-missing')
    .option('--waiting-for <key>', 'only those that wait for this key, such as mapping.v1/unit/BOX')
    .option('--since <moment>', 'only those changed since then, such as 2026-03-09', momentOf)
    .option('--find <text>', 'only those with this text in their title, Coupa id or M3 number')
    .option('--limit <count>', 'how many to show at most', countOf, 50)
    .addOption(outputOption())
    .action((options: ListOptions) => listRecords(terminal, options));
  records
    .command('show')
    .description('Show one document: its status, whose turn it is, what it is about, and its history in short.')
    .argument('<type/id>', 'such as purchase-order/2400; or just the Coupa id or M3 number', writtenOf)
    .option('--all', 'the whole history, with app and action of each line')
    .addOption(outputOption())
    .action(async (written: DocumentRef | string, options: ShowOptions) =>
      showRecord(terminal, typeof written === 'string' ? await findRecord(terminal, written) : written, options),
    );
  records
    .command('retry')
    .description('Decide about a document again, and send what is still to be sent. Never makes a second order.')
    .argument('<type/id>', 'such as purchase-order/2400', documentOf)
    .action((document: DocumentRef) => requestAction(terminal, document, 'retry'));
  records
    .command('fetch')
    .description('Fetch a document from Coupa as it is now, even if Sluice does not know it yet.')
    .argument('<type/id>', 'such as purchase-order/2400; the id is the one in Coupa', documentOf)
    .action((document: DocumentRef) => requestAction(terminal, document, 'fetch'));
  records
    .command('ignore')
    .description('Set a document aside: nothing is sent for it until it changes in Coupa.')
    .argument('<type/id>', 'such as purchase-order/2400', documentOf)
    .requiredOption('--because <reason>', 'why, for the history')
    .action((document: DocumentRef, { because }: { because: string }) =>
      requestAction(terminal, document, 'ignore', { because }),
    );
  records
    .command('answer')
    .description('Answer a question that only a person can decide. `records show` prints the command line to copy.')
    .argument('<type/id>', 'such as supplier/77', documentOf)
    .argument('<question>', 'id of the question, as `sluice records show` lists it, such as number')
    .argument('<answer>', 'one of its choices, or a text where it has none')
    .option('--note <text>', 'why, for the history and for the others who are asked')
    .action((document: DocumentRef, question: string, answer: string, { note }: { note?: string }) =>
      requestAction(terminal, document, 'answer', { question, answer, ...(note !== undefined && { note }) }),
    );
  records
    .command('settle')
    .description(
      'Tell Sluice whether a step whose answer was lost took effect. `records show` prints the command line to copy.',
    )
    .argument('<type/id>', 'such as purchase-order/2400', documentOf)
    .requiredOption('--command <id>', 'id of the command')
    .requiredOption('--step <name>', 'name of the step')
    .addOption(
      new Option('--verdict <verdict>', 'what you found in M3 or Coupa')
        .choices(['done', 'not-done'])
        .makeOptionMandatory(),
    )
    .action((document: DocumentRef, { command: commandId, step, verdict }: Settlement) =>
      requestAction(terminal, document, 'settle', { commandId, step, verdict }),
    );
  return records;
}

/** The choices are for the help and for completion; they are understood in any case. */
const oneOf = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices).argParser(anyCaseOf(choices));

interface Settlement {
  readonly command: string;
  readonly step: string;
  readonly verdict: string;
}

interface ListOptions {
  readonly status?: string;
  readonly type?: string;
  readonly reason?: string;
  readonly waitingFor?: string;
  readonly since?: string;
  readonly find?: string;
  readonly limit: number;
  readonly output: Output;
}

async function listRecords(terminal: Terminal, options: ListOptions): Promise<void> {
  const { records, more } = await loadRecords(terminal, options);
  if (options.output === 'json') return printJson(terminal, { records });
  const rows = records.map((record) => [
    `${record.type}/${record.id}`,
    record.title,
    record.status,
    record.m3?.number ?? '',
    shortTime(record.updatedAt),
    whyOf(record),
  ]);
  if (rows.length === 0) return terminal.out('No record matches.\n');
  terminal.out(formatTable(['RECORD', 'TITLE', 'STATUS', 'M3', 'UPDATED', 'WHY'], rows, terminal.columns));
  if (more) terminal.err(`There are more than these ${records.length}; --limit shows more.\n`);
  suggest(terminal, ...afterList(records));
}

async function loadRecords(
  terminal: Terminal,
  { find, limit, output: _output, ...filter }: ListOptions,
): Promise<{ records: RecordSummary[]; more: boolean }> {
  const records: RecordSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      limit: String(Math.min(200, limit - records.length)),
      ...filter,
      ...(find !== undefined && { q: find }),
      ...(cursor !== undefined && { cursor }),
    });
    const page = await askConsole(terminal, 'GET', `/api/records?${query.toString()}`, Page);
    records.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor !== undefined && records.length < limit);
  return { records, more: cursor !== undefined };
}

/** How to go on from a list: with the document that most needs somebody, and with what several wait for. */
function afterList(records: readonly RecordSummary[]): string[] {
  const urgent = ['Unknown outcome', 'Needs attention', 'Match exception', 'Waiting'];
  const first = urgent.flatMap((status) => records.filter((record) => record.status === status)).at(0) ?? records.at(0);
  const waitsForRow = records.some(({ waitingFor = [] }) => waitingFor.some((key) => key.startsWith('mapping.')));
  return [
    ...(first === undefined ? [] : [`sluice records show ${quotedForShell(`${first.type}/${first.id}`)}`]),
    ...(waitsForRow ? ['sluice mappings missing'] : []),
  ];
}

/** The one record that has this as Coupa’s id or as M3’s number. */
async function findRecord(terminal: Terminal, written: string): Promise<DocumentRef> {
  const { records } = await loadRecords(terminal, { find: written, limit: 1_000, output: 'table' });
  const found = records.filter(({ id, m3 }) => id === written || m3?.number === written);
  const [only] = found.map(({ type, id }) => `${type}/${id}`).map(parseDocumentKey);
  if (found.length === 1 && only !== undefined) return only;
  const keys = found.map(({ type, id }) => `${type}/${id}`).join(', ');
  throw new Failure(
    found.length === 0
      ? `No record has ${written} as Coupa’s id or as M3’s number.`
      : `${written} may be any of ${keys}.`,
    {
      code: 'not-found',
      stage: 'input',
      disposition: 'park',
      fix:
        found.length === 0
          ? '`sluice records list --find` looks in titles, too; `sluice records fetch <type>/<id>` asks Coupa for it.'
          : 'Write the one that you mean.',
    },
  );
}

const pathOf = ({ type, id }: DocumentRef): string => `/api/records/${type}/${encodeURIComponent(id)}`;

interface ShowOptions {
  readonly all?: boolean;
  readonly output: Output;
}

async function showRecord(
  terminal: Terminal,
  document: DocumentRef,
  { all = false, output }: ShowOptions,
): Promise<void> {
  const record = await askConsole(terminal, 'GET', pathOf(document), RecordWithHistory);
  if (output === 'json') printJson(terminal, record);
  else terminal.out(printRecord(record, { all, columns: terminal.columns, program: terminal.program }));
}

async function requestAction(terminal: Terminal, document: DocumentRef, action: string, body?: object): Promise<void> {
  await askConsole(terminal, 'POST', `${pathOf(document)}/${action}`, Asked, body);
  const { type, id } = document;
  terminal.out(`Asked for: ${action} ${type}/${id}. \`sluice records show ${type}/${id}\` shows what becomes of it.\n`);
}
