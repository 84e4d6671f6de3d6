import { Command, Option } from 'commander';
import { parseDocumentKey, type DocumentRef } from '@sluice/shared/document';
import { ownedTypes } from '@sluice/shared/document-types';
import { Failure } from '@sluice/shared/failure';
import { recordStatuses } from '@sluice/shared/status';
import { z } from 'zod';
import { askConsole } from './ask-console.js';
import { formatTable, shortTime } from './format-table.js';
import { outputOption, printJson, type Output } from './output.js';
import { printRecord, RecordSummary, RecordWithHistory, whyOf } from './print-record.js';
import { anyCaseOf, countOf, documentOf, momentOf, writtenOf } from './read-arguments.js';
import type { Terminal } from './terminal.js';

const Page = z.object({ records: z.array(RecordSummary), nextCursor: z.string().optional() });
const Asked = z.looseObject({ action: z.string() });

export function recordsCommand(terminal: Terminal): Command {
  const records = new Command('records').description('What became of each document.');
  records
    .command('list')
    .description('Show records, last changed first.')
    .addOption(oneOf('--status <status>', 'only with this status', recordStatuses))
    .addOption(oneOf('--type <type>', 'only of this type', ownedTypes))
    .option('--reason <code>', 'only those that are as they are for this reason, such as mapping-missing')
    .option('--waiting-for <key>', 'only those that wait for this, such as mapping.v1/unit/BOX')
    .option('--since <moment>', 'only those that changed from then on, such as 2026-03-09', momentOf)
    .option('--find <text>', 'only with this in title, Coupa’s id or M3’s number')
    .option('--limit <count>', 'at most so many', countOf, 50)
    .addOption(outputOption())
    .action((options: ListOptions) => listRecords(terminal, options));
  records
    .command('show')
    .description('Show one record and its history.')
    .argument(
      '<type/id>',
      'such as purchase-order/2400; or only Coupa’s id or M3’s number, if one record has it',
      writtenOf,
    )
    .addOption(outputOption())
    .action(async (written: DocumentRef | string, options: { output: Output }) =>
      showRecord(terminal, typeof written === 'string' ? await findRecord(terminal, written) : written, options.output),
    );
  records
    .command('retry')
    .description('Decide about a document again and send what is to be sent.')
    .argument('<type/id>', 'such as purchase-order/2400', documentOf)
    .action((document: DocumentRef) => requestAction(terminal, document, 'retry'));
  records
    .command('fetch')
    .description('Ask Coupa for a document as it is now, also for one that is not known here.')
    .argument('<type/id>', 'such as purchase-order/2400; the id is Coupa’s', documentOf)
    .action((document: DocumentRef) => requestAction(terminal, document, 'fetch'));
  records
    .command('ignore')
    .description('Leave a document as it is.')
    .argument('<type/id>', 'such as purchase-order/2400', documentOf)
    .requiredOption('--because <reason>', 'why, for those who come later')
    .action((document: DocumentRef, { because }: { because: string }) =>
      requestAction(terminal, document, 'ignore', { because }),
    );
  records
    .command('settle')
    .description('Say whether a step took effect whose answer was lost; the history names the command and the step.')
    .argument('<type/id>', 'such as purchase-order/2400', documentOf)
    .requiredOption('--command <id>', 'id of the command')
    .requiredOption('--step <name>', 'name of the step')
    .addOption(
      new Option('--verdict <verdict>', 'what you saw in the other system')
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
  terminal.out(formatTable(['RECORD', 'TITLE', 'STATUS', 'M3', 'UPDATED', 'WHY'], rows));
  if (more) terminal.err(`There are more than these ${records.length}; --limit shows more.\n`);
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

async function showRecord(terminal: Terminal, document: DocumentRef, output: Output): Promise<void> {
  const record = await askConsole(terminal, 'GET', pathOf(document), RecordWithHistory);
  if (output === 'json') printJson(terminal, record);
  else terminal.out(printRecord(record));
}

async function requestAction(terminal: Terminal, document: DocumentRef, action: string, body?: object): Promise<void> {
  await askConsole(terminal, 'POST', `${pathOf(document)}/${action}`, Asked, body);
  const { type, id } = document;
  terminal.out(`Asked for: ${action} ${type}/${id}. \`sluice records show ${type}/${id}\` shows what becomes of it.\n`);
}
