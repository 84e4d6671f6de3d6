import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import { askApp } from './ask-app.js';
import { askConsole } from './ask-console.js';
import { askedApp } from './asked-app.js';
import { findDuplicates, findEqualWhenShort, type Alike } from './match/find-alike.js';
import { matchFileFormat, readMatchFile, writeMatchFile, type MatchDecision } from './match/match-file.js';
import { proposePairs } from './match/propose-pairs.js';
import { UnlinkedPage, type CoupaSupplier, type M3Supplier } from './match/unlinked-supplier.js';
import { quotedForShell, suggest } from './next-commands.js';
import { outputOption, printJson, type Output } from './output.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

export function suppliersCommand(terminal: Terminal): Command {
  const suppliers = new Command('suppliers').description(
    'The first load of suppliers: bring them all in, and link those that both systems have.',
  );
  suppliers
    .command('load')
    .description('Load all suppliers of Coupa and of M3. Live changes are processed first.')
    .action(() => load(terminal));
  suppliers
    .command('progress')
    .description('Show how far the load is, and when it will be done.')
    .addOption(outputOption())
    .action((options: { output: Output }) => showProgress(terminal, options.output));
  suppliers
    .command('match')
    .description('Propose matches between the suppliers of Coupa and of M3, as a CSV file to review and to import.')
    .option('--out <file>', 'write the file there (default: print it)')
    .addHelpText('after', `\n${matchFileFormat}`)
    .action((options: { out?: string }) => match(terminal, options.out));
  suppliers
    .command('import')
    .description(
      'Link what a reviewed file of `sluice suppliers match` decides. What is linked already is passed over.',
    )
    .argument('<file>', 'the CSV file')
    .option('--dry-run', 'only check the file, and count what would be linked')
    .addHelpText('after', `\n${matchFileFormat}`)
    .action(async (file: string, { dryRun = false }: { dryRun?: boolean }, command: Command) => {
      const bytes = await readFile(resolve(terminal.folder, file)).catch((thrown: NodeJS.ErrnoException) =>
        command.error(
          `error: ${file} cannot be read: ${thrown.code === 'ENOENT' ? 'there is no such file' : thrown.message}`,
        ),
      );
      await importMatches(terminal, { file, bytes, dryRun });
    });
  return suppliers;
}

const Scans = z.object({ records: z.array(z.looseObject({ id: z.string() })) });
const Asked = z.looseObject({ action: z.string() });

async function load(terminal: Terminal): Promise<void> {
  await askConsole(terminal, 'POST', '/api/records/supplier/all/load', Asked);
  terminal.out('Asked Coupa for all its suppliers.\n');
  const { records } = await askConsole(terminal, 'GET', '/api/records?type=m3-supplier-scan&limit=200', Scans);
  for (const { id } of records) {
    await askConsole(terminal, 'POST', `/api/records/m3-supplier-scan/${encodeURIComponent(id)}/load`, Asked);
    terminal.out(printable(`Asked M3 for all suppliers of company ${id}.`) + '\n');
  }
  if (records.length === 0)
    terminal.out('M3 is not asked: no scan of its suppliers is set up (SUPPLIER_SYNC is not both).\n');
  suggest(terminal, 'sluice suppliers progress', 'sluice suppliers match --out pairs.csv');
}

const Progress = z.looseObject({
  type: z.string(),
  total: z.number(),
  done: z.number(),
  byStatus: z.record(z.string(), z.number()),
  perMinute: z.number(),
  expectedEnd: z.iso.datetime().optional(),
  load: z.looseObject({ listed: z.number(), isListed: z.boolean(), isBrokenOff: z.boolean() }).optional(),
});
type Progress = z.infer<typeof Progress>;

const loadedTypes = { supplier: 'Suppliers of Coupa', 'm3-supplier': 'Suppliers of M3' } as const;

async function showProgress(terminal: Terminal, output: Output): Promise<void> {
  const all = await Promise.all(
    Object.keys(loadedTypes).map((type) => askConsole(terminal, 'GET', `/api/progress?type=${type}`, Progress)),
  );
  if (output === 'json') return printJson(terminal, { progress: all });
  for (const [index, name] of Object.values(loadedTypes).entries())
    terminal.out(`${name}: ${lineOf(all[index] as Progress)}\n`);
}

function lineOf({ total, done, byStatus, perMinute, expectedEnd, load }: Progress): string {
  if (total === 0) return 'none is known.';
  const statuses = Object.entries(byStatus)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
  if (load?.isBrokenOff === true)
    return `Coupa refused to list more after ${load.listed}, and the load broke off: \`sluice audit list --action load-broken-off\` says why. \`sluice suppliers load\` lets it go on.`;
  const listing = load === undefined || load.isListed ? '' : ' so far, more are being listed';
  const share = `${done} of ${total}${listing} are done${statuses === '' ? '' : ` (${statuses})`}`;
  if (done >= total) return `${share}.`;
  if (expectedEnd === undefined) return `${share}; none in the last minutes, so no end can be told.`;
  const earliest = listing === '' ? 'about' : 'the earliest at about';
  return `${share}, ${perMinute} a minute: done at ${earliest} ${clockTime(expectedEnd)}.`;
}

const two = (part: number): string => String(part).padStart(2, '0');

/** As the clock on the wall shows it; with the day, where that is not today. */
function clockTime(moment: string): string {
  const end = new Date(moment);
  const time = `${two(end.getHours())}:${two(end.getMinutes())}`;
  return end.toDateString() === new Date().toDateString()
    ? time
    : `${time} on ${end.getFullYear()}-${two(end.getMonth() + 1)}-${two(end.getDate())}`;
}

interface Unlinked {
  readonly coupa: readonly CoupaSupplier[];
  readonly m3: readonly M3Supplier[];
}

/** All that are linked to none, page by page. */
async function loadUnlinked(terminal: Terminal): Promise<Unlinked> {
  const app = askedApp(terminal, 'supplier-sync');
  const coupa: CoupaSupplier[] = [];
  const m3: M3Supplier[] = [];
  let next: string | undefined;
  do {
    const after: string = next === undefined ? '' : `?after=${encodeURIComponent(next)}`;
    const page: z.infer<typeof UnlinkedPage> = await askApp(
      app,
      'GET',
      `/internal/suppliers/unlinked${after}`,
      UnlinkedPage,
    );
    coupa.push(...page.coupa);
    m3.push(...page.m3);
    next = page.next;
  } while (next !== undefined);
  return { coupa, m3 };
}

async function match(terminal: Terminal, out: string | undefined): Promise<void> {
  const { coupa, m3 } = await loadUnlinked(terminal);
  const proposal = proposePairs(coupa, m3);
  report(terminal, 'May be the same supplier twice in one system; settle that first', findDuplicates(coupa, m3));
  report(terminal, 'Become equal when M3’s field of 36 characters is full', findEqualWhenShort(coupa));
  const { pairs, onlyInCoupa, onlyInM3 } = proposal;
  const sure = pairs.filter(({ isSure }) => isSure).length;
  const ambiguous = pairs.filter(({ isAmbiguous }) => isAmbiguous).length;
  terminal.err(
    `${coupa.length} suppliers of Coupa and ${m3.length} of M3 are linked to none. Of ${pairs.length} pairs ${sure} are to be linked (the same number or tax id, and nobody else has it), ${ambiguous} are ambiguous and ${pairs.length - sure - ambiguous} are for you to decide. ${onlyInCoupa.length} are only in Coupa, ${onlyInM3.length} only in M3.\n`,
  );
  const file = writeMatchFile(proposal);
  if (out === undefined) return terminal.out(file);
  await writeFile(resolve(terminal.folder, out), file);
  terminal.err(`${out} holds them, with a column "decision" to fill in.\n`);
  const quoted = quotedForShell(out);
  suggest(terminal, `sluice suppliers import ${quoted} --dry-run`, `sluice suppliers import ${quoted}`);
}

/** So many groups are printed; all of them stand in the file. */
const groupsShown = 10;
const membersShown = 5;

function report(terminal: Terminal, what: string, groups: readonly Alike[]): void {
  if (groups.length === 0) return;
  terminal.err(`${what} (${groups.length}):\n`);
  for (const { why, suppliers } of groups.slice(0, groupsShown)) {
    const named = suppliers.slice(0, membersShown).map(describe).join(', ');
    const more = suppliers.length > membersShown ? ` and ${suppliers.length - membersShown} more` : '';
    terminal.err(printable(`  ${why}: ${named}${more}`) + '\n');
  }
  if (groups.length > groupsShown) terminal.err(`  and ${groups.length - groupsShown} more, named in the file\n`);
}

const describe = (supplier: CoupaSupplier | M3Supplier): string =>
  `${'id' in supplier ? supplier.id : supplier.number} ${supplier.name}`;

const Supplier = z.looseObject({
  status: z.string(),
  m3: z.looseObject({ number: z.string() }).optional(),
  destinations: z.array(z.looseObject({ questions: z.array(z.looseObject({ id: z.string() })).optional() })),
});

interface MatchesToImport {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly dryRun: boolean;
}

/** Checks the file as a whole, and that every supplier in it can be linked, before the first answer is given. */
async function importMatches(terminal: Terminal, { file, bytes, dryRun }: MatchesToImport): Promise<void> {
  const { decisions, problems } = readMatchFile(bytes);
  if (problems.length > 0) throw notImported(file, problems);
  const known = await eachOf(decisions, (decision) => checkOne(terminal, decision));
  const impossible = known.flatMap((one) => (one.do === 'refuse' ? [one.problem] : []));
  if (impossible.length > 0) throw notImported(file, impossible);
  const open = decisions.flatMap((decision, index) => {
    const one = known[index];
    return one?.do === 'answer' ? [{ ...decision, question: one.question }] : [];
  });
  const already = decisions.length - open.length;
  const passedOver = already === 0 ? '' : ` ${already} are linked already, or on their way, and passed over.`;
  if (dryRun) {
    const made = open.filter(({ answer }) => answer === 'new').length;
    return terminal.out(
      `Would link ${open.length - made} and have ${made} made in M3.${passedOver}\nIt was a dry run: nothing was decided.\n`,
    );
  }
  const refused = (await eachOf(open, (decision) => answerNumber(terminal, decision))).filter(
    (problem) => problem !== undefined,
  );
  terminal.out(`Decided ${open.length - refused.length} suppliers.${passedOver}\n`);
  if (refused.length > 0)
    throw new Failure(`${refused.length} could not be decided:\n${listed(refused)}`, {
      code: 'body-invalid',
      stage: 'answer',
      disposition: 'park',
      fix: 'Put them right and import the file again: what is linked by then is passed over.',
    });
  suggest(terminal, 'sluice suppliers progress');
}

const listed = (problems: readonly string[]): string => problems.map((problem) => `  - ${problem}`).join('\n');

const notImported = (file: string, problems: readonly string[]): Failure =>
  new Failure(`Nothing was decided by ${file}:\n${listed(problems)}`, {
    code: 'body-invalid',
    stage: 'input',
    disposition: 'park',
    fix: '`sluice suppliers import --help` shows the format of the file.',
  });

type Checked =
  | { readonly do: 'answer'; readonly question: string }
  | { readonly do: 'pass-over' }
  | { readonly do: 'refuse'; readonly problem: string };

/** The question that a supplier without a number asks. */
const numberQuestion = 'number';

/** With these a supplier is worked on, and says more when that is done. */
const underWay = ['In progress', 'Retrying', 'Throttled'];

/** Whether a supplier asks which one of M3 it is, has the very number already, or cannot be linked, and why. */
async function checkOne(terminal: Terminal, { line, coupaId, answer }: MatchDecision): Promise<Checked> {
  const refuse = (what: string): Checked => ({ do: 'refuse', problem: `line ${line}, coupa_id: ${what}` });
  try {
    const { status, m3, destinations } = await askConsole(
      terminal,
      'GET',
      `/api/records/supplier/${coupaId}`,
      Supplier,
    );
    const asked = destinations.flatMap(({ questions = [] }) => questions.map(({ id }) => id));
    // Where M3 has some that may be the one, whether it is none of these is a question of its own.
    const whetherNone = answer === 'new' ? asked.find((id) => id.startsWith(`${numberQuestion}/`)) : undefined;
    if (asked.includes(numberQuestion)) return { do: 'answer', question: whetherNone ?? numberQuestion };
    if (m3 !== undefined && m3.number !== answer && answer !== 'new')
      return refuse(`supplier ${coupaId} of Coupa is linked with ${m3.number} already, not with "${answer}"`);
    if (m3 !== undefined || underWay.includes(status)) return { do: 'pass-over' };
    return refuse(`supplier ${coupaId} of Coupa is "${status}" and does not ask for a number`);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.code !== 'not-found') throw failure;
    return refuse(`no supplier "${coupaId}" of Coupa is known here`);
  }
}

async function answerNumber(
  terminal: Terminal,
  { line, coupaId, answer, question }: MatchDecision & { readonly question: string },
): Promise<string | undefined> {
  try {
    await askConsole(terminal, 'POST', `/api/records/supplier/${coupaId}/answer`, Asked, { question, answer });
    return undefined;
  } catch (thrown) {
    const failure = Failure.from(thrown);
    // Whoever cannot be reached will not be for the next row either.
    if (failure.code === 'unavailable' || failure.code === 'not-authorized') throw failure;
    return `line ${line}, coupa_id ${coupaId}: ${failure.message}`;
  }
}

/** So many at a time: thousands of rows should not take a round trip each, one after the other. */
const atATime = 8;

async function eachOf<Of, Result>(all: readonly Of[], work: (one: Of) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < all.length; from += atATime)
    results.push(...(await Promise.all(all.slice(from, from + atATime).map(work))));
  return results;
}
