import { Command } from 'commander';
import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import { askConsole } from './ask-console.js';
import { formatPairs, formatTable, shortTime } from './format-table.js';
import { linesToCopy, quotedForShell, suggest } from './next-commands.js';
import { outputOption, printJson, type Output } from './output.js';
import { documentOf } from './read-arguments.js';
import type { Terminal } from './terminal.js';

const Approval = z.looseObject({
  document: z.looseObject({ type: z.string(), id: z.string() }),
  title: z.string(),
  id: z.string(),
  text: z.string(),
  choices: z.array(z.string()),
  persons: z.number().default(2),
  destinations: z.array(z.string()),
  reason: z.looseObject({ message: z.string(), fix: z.string().optional() }).optional(),
  since: z.string(),
});
type Approval = z.infer<typeof Approval>;
const Approvals = z.object({ approvals: z.array(Approval) });
const Asked = z.looseObject({ by: z.string() });

export function approvalsCommand(terminal: Terminal): Command {
  const approvals = new Command('approvals').description(
    'What several people must approve before it is sent, such as the bank account of a supplier. Each needs a token of their own.',
  );
  approvals
    .command('list')
    .description('List what waits for approval, the longest wait first.')
    .addOption(outputOption())
    .action((options: { output: Output }) => listApprovals(terminal, options.output));
  approvals
    .command('show')
    .description('Show what is to be approved of a document, and who has approved it so far.')
    .argument('<type/id>', 'such as supplier/77', documentOf)
    .addOption(outputOption())
    .action((document: DocumentRef, options: { output: Output }) => showApprovals(terminal, document, options.output));
  approvals
    .command('approve')
    .description('Approve it. It is sent when as many people as it needs have approved it.')
    .argument('<type/id>', 'such as supplier/77', documentOf)
    .requiredOption('--note <text>', 'how it was confirmed, for the history and for the others who are asked')
    .option('--question <id>', 'which one, where the document asks several')
    .option('--answer <choice>', 'the words that it must be approved with, where they are others than "approve"')
    .action((document: DocumentRef, options: Given) => answer(terminal, document, { kind: 'approve', ...options }));
  approvals
    .command('reject')
    .description('Reject it: nothing is sent, whoever else has approved it.')
    .argument('<type/id>', 'such as supplier/77', documentOf)
    .requiredOption('--note <text>', 'why, for the history')
    .option('--question <id>', 'which one, where the document asks several')
    .action((document: DocumentRef, options: Given) => answer(terminal, document, { kind: 'reject', ...options }));
  return approvals;
}

const load = async (terminal: Terminal): Promise<Approval[]> =>
  (await askConsole(terminal, 'GET', '/api/approvals', Approvals)).approvals;

const keyOf = ({ document }: Approval): string => `${document.type}/${document.id}`;

async function listApprovals(terminal: Terminal, output: Output): Promise<void> {
  const approvals = await load(terminal);
  if (output === 'json') return printJson(terminal, { approvals });
  if (approvals.length === 0) return terminal.out('Nothing waits for approval.\n');
  const rows = approvals.map((one) => [keyOf(one), one.title, shortTime(one.since), one.reason?.message ?? one.text]);
  terminal.out(formatTable(['RECORD', 'TITLE', 'SINCE', 'WHAT'], rows, terminal.columns));
  suggest(terminal, ...approvals.slice(0, 1).map((one) => `sluice approvals show ${quotedForShell(keyOf(one))}`));
}

async function showApprovals(terminal: Terminal, document: DocumentRef, output: Output): Promise<void> {
  const approvals = await openOf(terminal, document);
  if (output === 'json') return printJson(terminal, { approvals });
  for (const one of approvals) {
    const facts: [string, string][] = [
      ['Record', `${keyOf(one)}, ${one.title}`],
      ['Question', one.id],
      ['What', one.reason?.message ?? one.text],
      ['For', one.destinations.join(', ')],
      ['Needs', `${one.persons} people`],
      ...(one.reason?.fix === undefined ? [] : [['To do', one.reason.fix] satisfies [string, string]]),
    ];
    terminal.out(formatPairs(facts, terminal.columns));
    terminal.out(`\nNext\n${linesToCopy(terminal, commandsFor(one, approvals.length > 1))}\n`);
  }
}

function commandsFor(one: Approval, areSeveral: boolean): string[] {
  const which = `${quotedForShell(keyOf(one))}${areSeveral ? ` --question ${quotedForShell(one.id)}` : ''}`;
  const words = approvingOf(one);
  const answer = words === 'approve' ? '' : ` --answer ${words}`;
  return [
    `sluice approvals approve ${which}${answer} --note "how it was confirmed"`,
    `sluice approvals reject ${which} --note "why"`,
  ];
}

interface Given {
  readonly note: string;
  readonly question?: string;
  readonly answer?: string;
}

async function answer(
  terminal: Terminal,
  document: DocumentRef,
  { kind, note, question, answer: words }: Given & { readonly kind: 'approve' | 'reject' },
): Promise<void> {
  const open = await openOf(terminal, document);
  const meant = open.filter(({ id }) => question === undefined || id === question);
  const [one] = meant;
  if (one === undefined || meant.length > 1)
    throw notClear(
      `${documentKey(document)} waits for ${open.length} approvals`,
      `Say which one with --question: ${open.map(({ id }) => id).join(', ')}.`,
    );
  const wanted = kind === 'reject' ? 'reject' : approvingOf(one);
  if (kind === 'approve' && (words ?? 'approve') !== wanted)
    throw notClear(
      `This must be approved with the words ${wanted}: ${one.reason?.message ?? one.text}`,
      `If that was seen and is right: --answer ${wanted}`,
    );
  const { type, id } = document;
  const path = `/api/records/${type}/${encodeURIComponent(id)}/answer`;
  const { by } = await askConsole(terminal, 'POST', path, Asked, { question: one.id, answer: wanted, note });
  terminal.out(
    `${by} has said ${wanted} to ${one.id} of ${documentKey(document)}. \`sluice records show ${documentKey(document)}\` shows what becomes of it.\n`,
  );
}

/** The choice that lets it go on. */
const approvingOf = ({ choices }: Approval): string => choices.find((choice) => choice !== 'reject') ?? 'approve';

async function openOf(terminal: Terminal, document: DocumentRef): Promise<Approval[]> {
  const found = (await load(terminal)).filter((one) => keyOf(one) === documentKey(document));
  if (found.length > 0) return found;
  throw new Failure(`${documentKey(document)} waits for no approval.`, {
    code: 'not-found',
    stage: 'input',
    disposition: 'park',
    fix: `\`sluice approvals list\` shows what does, \`sluice records show ${documentKey(document)}\` how this one is.`,
  });
}

const notClear = (message: string, fix: string): Failure =>
  new Failure(`${message}. Nothing was answered.`, { code: 'body-invalid', stage: 'input', disposition: 'park', fix });
