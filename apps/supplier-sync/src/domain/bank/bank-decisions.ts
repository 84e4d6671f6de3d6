import { equalTargets } from '@sluice/reconciler/canonical-form';
import {
  done,
  refused,
  send,
  type Decision,
  type Decisions,
  type Script,
  type View,
} from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { documentKey } from '@sluice/shared/document';
import type { Reason } from '@sluice/shared/status';
import { accountInCoupa, type AccountInCoupa } from './account-in-coupa.js';
import { approvalsOf, personsNeeded, questionId, questionOf, type Proposal } from './approvals.js';
import { closed, type BankSettings } from './bank-settings.js';
import { accountInWords, ibanInWords, readAccounts, type AccountInM3 } from './read-accounts.js';
import { targetOf, writeAccountScript, type AccountTarget, type AccountToWrite } from './write-account-script.js';

/** A supplier of M3 that Coupa's is linked to. */
export interface Linked {
  readonly company: string;
  readonly number: string;
}

type SupplierView = View<CoupaSupplier>;

export const bankDestination = (company: string): string => `m3/${company}/bank`;

/**
 * The bank account that Coupa names goes to M3 in each company only when two people have approved it; until then M3 keeps
 * what it has. One approval is for all companies, each of which is written on its own.
 */
export function bankDecisions(
  view: SupplierView,
  linked: readonly Linked[],
  settings: BankSettings | undefined,
): Decisions {
  const { desired } = view;
  if (settings === undefined || desired === undefined) return {};
  const account = accountInCoupa(desired, settings);
  const decisions = linked.flatMap((one) => {
    const decision = decideCompany(view, desired, { ...one, account, proposals: linked }, settings);
    return decision === undefined ? [] : [[bankDestination(one.company), decision] as const];
  });
  return Object.fromEntries(decisions);
}

/** When a bank account was last changed in M3 by us: for those who pay, or hold what is to be paid. */
export function bankChangedAt(view: SupplierView, company: string): string | undefined {
  const { acknowledged, acknowledgedAt } = view.destination(bankDestination(company));
  return acknowledged === undefined ? undefined : acknowledgedAt;
}

/** What is read after a write of an account that ended half-way; nothing for another destination. */
export function bankReadBack(view: SupplierView, destination: string, settings: BankSettings): Script | undefined {
  const company = Object.keys(settings.divisions).find((one) => bankDestination(one) === destination);
  const { inFlight, refused: refusedWrite, last } = view.destination(destination);
  const target = (inFlight ?? refusedWrite ?? last)?.target as AccountTarget | undefined;
  if (company === undefined || target === undefined) return undefined;
  return readScript({ company, number: target.number }, settings);
}

const readScript = ({ company, number }: Linked, { divisions }: BankSettings): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  steps: [readAccounts(number, divisions[company] ?? '').step],
});

interface InCompany extends Linked {
  readonly account: ReturnType<typeof accountInCoupa>;
  /** The companies between which one approval is shared. */
  readonly proposals: readonly Linked[];
}

function decideCompany(
  view: SupplierView,
  desired: CoupaSupplier,
  { company, number, account, proposals }: InCompany,
  settings: BankSettings,
): Decision | undefined {
  const destination = view.destination(bankDestination(company));
  if (account === undefined) return noAccount(destination);
  if ('wrong' in account) return refused(invalid(account.wrong), { memory: {} });
  const target = targetOf({ account, number }, settings);
  const memory = proposalOf(view, account, { company, proposals });
  if (equalTargets(destination.acknowledged, target)) return done('Posted', { memory });

  const read = readAccounts(number, settings.divisions[company] ?? '');
  const known = destination.reading(read);
  const readNow = readScript({ company, number }, settings);
  // What was read before our own write is not what M3 holds now.
  if (known === undefined || destination.last?.kind === 'write') return send(readNow, { memory });
  const decision = decideBy(
    view,
    { company, number, account, name: desired.name, held: known.value },
    memory,
    settings,
  );
  // What people are shown may be older than what is written by.
  const isCurrent = destination.fresh(read, settings.factsFreshForMs) !== undefined;
  if (isCurrent || (decision.decision !== 'send' && view.askedBy === undefined)) return decision;
  const { questions = [] } = decision;
  return send(readNow, { memory, questions });
}

/** By what M3 holds. */
function decideBy(view: SupplierView, write: AccountToWrite, proposal: Proposal, settings: BankSettings): Decision {
  const { acknowledged } = view.destination(bankDestination(write.company));
  const script = writeAccountScript(write, settings);
  if (script === undefined || isSettled(acknowledged, targetOf(write, settings), write.held))
    return done('Posted', { memory: proposal });
  return decideProposal(view, { proposal, write, script }, settings);
}

/** M3 keeps the account that it has: Coupa has none to put in its place. */
function noAccount({ memory, acknowledged }: { memory?: unknown; acknowledged?: unknown }): Decision | undefined {
  if (memory === undefined && acknowledged === undefined) return undefined;
  const message = 'Coupa names no bank account of the supplier any more; M3 keeps the one that it has';
  return done('Ignored', { because: { code: 'value-missing', message }, memory: {} });
}

/** The account was written under other settings of what becomes of old ones: that is no change of the supplier. */
const isSettled = (
  acknowledged: unknown,
  { account, number }: AccountTarget,
  held: readonly AccountInM3[],
): boolean => {
  const before = acknowledged as Partial<AccountTarget> | undefined;
  const isWritten = before?.account === account && before.number === number && before.oldAccount !== undefined;
  return isWritten && held.some(({ iban, status }) => iban?.fingerprint === account && status !== closed);
};

/** The proposal that is open, also in another company, or a new one where Coupa has come to name another account. */
function proposalOf(
  view: SupplierView,
  { iban }: AccountInCoupa,
  where: Pick<InCompany, 'company' | 'proposals'>,
): Proposal {
  const ofCompany = (company: string): Proposal | undefined => {
    const memory = view.destination(bankDestination(company)).memory as Partial<Proposal> | undefined;
    return memory?.account === iban.fingerprint ? (memory as Proposal) : undefined;
  };
  const own = ofCompany(where.company);
  if (own !== undefined) return own;
  const [shared] = where.proposals.flatMap(({ company }) => ofCompany(company) ?? []);
  const changedBy = view.desired?.['updated-by']?.login;
  return shared ?? { account: iban.fingerprint, since: view.now, ...(changedBy !== undefined && { changedBy }) };
}

interface Proposed {
  readonly proposal: Proposal;
  readonly write: AccountToWrite;
  readonly script: Script;
}

function decideProposal(view: SupplierView, { proposal, write, script }: Proposed, settings: BankSettings): Decision {
  const others = view.possibleDuplicates.map(documentKey);
  const { approvals, rejection } = approvalsOf(view.answers(questionId(proposal)), proposal, others);
  const text = inWords(write, proposal, others);
  const questions = [questionOf(proposal, text, others)];
  const held = { status: 'Held', memory: proposal } as const;
  const { by, note } = rejection ?? {};
  if (rejection !== undefined) return refused(rejected(`${by} rejected ${text}: ${note}`), held);
  const last = approvals[personsNeeded - 1];
  if (last === undefined) {
    const said = approvals.map((one) => `; approved by ${one.by}: ${one.note}`).join('');
    return refused(needed(`${text}${said}`, view), { ...held, questions });
  }
  const until = new Date(Date.parse(last.at) + settings.coolingOffMs).toISOString();
  const who = approvals.map((one) => one.by).join(' and ');
  if (until > view.now)
    return refused(needed(`${text}; approved by ${who}, and written at ${until} unless somebody rejects it`, view), {
      ...held,
      questions,
      until,
    });
  return send(script, { memory: proposal });
}

function inWords(
  { company, number, account, held, name }: AccountToWrite,
  { changedBy }: Proposal,
  others: readonly string[],
): string {
  const now = held.filter(({ status }) => status !== closed).map(accountInWords);
  const before = now.length === 0 ? 'M3 has none' : `M3 has ${now.join(', ')}`;
  const who = changedBy === undefined ? '' : `, changed in Coupa by ${changedBy}`;
  const alarm = others.length === 0 ? '' : ` ALARM: the same account stands at ${others.join(', ')}.`;
  return `the bank account ${ibanInWords(account.iban)} of ${name} (${number} in company ${company}${who}); ${before}.${alarm}`;
}

const needed = (message: string, { document }: SupplierView): Reason => ({
  code: 'bank-approval-needed',
  message: `Two people must approve ${message}`,
  fix: `Confirm the account with the supplier by a way that you know already, not one that came with the change; then: sluice approvals approve ${documentKey(document)} --note "how it was confirmed". Whoever changed it in Coupa does not count.`,
});

const rejected = (message: string): Reason => ({
  code: 'bank-change-rejected',
  message,
  fix: 'Nothing was changed in M3. Correct the account in Coupa; another account is proposed anew.',
});

const invalid = (wrong: string): Reason => ({
  code: 'bank-account-invalid',
  message: `The bank account ${wrong}`,
  fix: 'Correct the account in Coupa. Nothing was changed in M3.',
});
