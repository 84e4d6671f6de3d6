import { Command, InvalidArgumentError } from 'commander';
import type { DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import { askConsole } from './ask-console.js';
import { formatTable, shortTime } from './format-table.js';
import { quotedForShell, suggest } from './next-commands.js';
import { outputOption, printJson, type Output } from './output.js';
import { HistoryLine, whatOf } from './print-record.js';
import { countOf, documentOf, momentOf } from './read-arguments.js';
import type { Terminal } from './terminal.js';

const Page = z.object({
  entries: z.array(HistoryLine.extend({ document: z.object({ type: z.string(), id: z.string() }).optional() })),
  /** Of the first page only, and counted up to 10,000. */
  total: z.number().optional(),
  nextCursor: z.string().optional(),
});
type Entry = z.infer<typeof Page>['entries'][number];

const Verdict = z.object({
  intact: z.boolean(),
  checked: z.number(),
  erased: z.number(),
  unchained: z.number(),
  head: z.object({ position: z.number(), hash: z.string() }),
  broken: z.object({ position: z.number(), id: z.string().optional(), problem: z.string() }).optional(),
});

export function auditCommand(terminal: Terminal): Command {
  const audit = new Command('audit').description('See who did what, when and why.');
  audit
    .command('list')
    .description('List the history, newest first, of all documents or of one.')
    .option('--document <type/id>', 'only of this document, such as purchase-order/2400', documentOf)
    .option('--app <app>', 'only entries of this app')
    .option('--action <action>', 'only this action, such as dead-lettered or mapping-changed')
    .option('--by <user>', 'only entries of this person')
    .option('--since <moment>', 'only since then, such as 2026-03-09 or 2026-03-09T17:00:00Z', momentOf)
    .option('--limit <count>', 'how many to show at most', countOf, 50)
    .addOption(outputOption())
    .action((options: ListOptions) => listHistory(terminal, options));
  audit
    .command('verify')
    .description('Check by its hashes that nobody has changed the history; exit code 1 if somebody has.')
    .option(
      '--head <position:hash>',
      'what an earlier run printed: proves that nothing before it was changed since',
      headOf,
    )
    .addOption(outputOption())
    .action((options: VerifyOptions) => verify(terminal, options));
  return audit;
}

interface ListOptions {
  readonly document?: DocumentRef;
  readonly app?: string;
  readonly action?: string;
  readonly by?: string;
  readonly since?: string;
  readonly limit: number;
  readonly output: Output;
}

async function listHistory(terminal: Terminal, { output, limit, document, ...filter }: ListOptions): Promise<void> {
  const entries: Entry[] = [];
  let total = 0;
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      ...filter,
      ...document,
      limit: String(Math.min(200, limit - entries.length)),
      ...(cursor !== undefined && { cursor }),
    });
    const page = await askConsole(terminal, 'GET', `/api/audit?${query.toString()}`, Page);
    entries.push(...page.entries);
    total = page.total ?? total;
    cursor = page.nextCursor;
  } while (cursor !== undefined && entries.length < limit);
  if (output === 'json') return printJson(terminal, { entries, total });
  const rows = entries.map(({ at, app, action, summary, by, document: of }) => [
    shortTime(at),
    of === undefined ? '' : `${of.type}/${of.id}`,
    app,
    action,
    whatOf(summary, by),
  ]);
  if (rows.length === 0) return terminal.out('No line of history matches.\n');
  terminal.out(formatTable(['AT', 'DOCUMENT', 'APP', 'ACTION', 'WHAT'], rows, terminal.columns));
  if (total > entries.length) terminal.err(`These are ${entries.length} of ${total}; --limit shows more.\n`);
  const about = entries.find(({ document: of }) => of !== undefined)?.document;
  if (about !== undefined)
    suggest(terminal, `sluice records show ${quotedForShell(`${about.type}/${about.id}`)} --all`);
}

interface VerifyOptions {
  readonly head?: { readonly position: string; readonly hash: string };
  readonly output: Output;
}

async function verify(terminal: Terminal, { head: noted, output }: VerifyOptions): Promise<void> {
  const query = noted === undefined ? '' : `?${new URLSearchParams({ ...noted }).toString()}`;
  const verdict = await askConsole(terminal, 'GET', `/api/audit/verify${query}`, Verdict);
  const { checked, erased, unchained, head, broken } = verdict;
  if (output === 'json') printJson(terminal, verdict);
  else if (broken === undefined) {
    const more = [
      ...(erased > 0 ? [`${erased} of them with a payload erased by policy`] : []),
      ...(unchained > 0 ? [`${unchained} newer one(s) not yet in the chain`] : []),
    ];
    terminal.out(`${[`The history is as it was written: ${checked} line(s)`, ...more].join(', ')}.\n`);
    terminal.out(`Head ${head.position}:${head.hash} (note it elsewhere, and give it to --head later)\n`);
  }
  if (broken !== undefined)
    throw new Failure(`The history is not as it was written. Place ${broken.position}: ${broken.problem}`, {
      code: 'history-broken',
      stage: 'answer',
      disposition: 'park',
      fix: 'Somebody changed the table `audit` of the console. Compare it with a backup, and with audit.v1 in Kafka, which keeps a year.',
    });
}

function headOf(written: string): VerifyOptions['head'] {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(written) ?? [];
  if (position !== undefined && hash !== undefined) return { position, hash };
  throw new InvalidArgumentError('Write <position>:<hash> as `sluice audit verify` printed it.');
}
