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
import { later } from '@sluice/shared/moment';
import { accountInCoupa } from './account-in-coupa.js';
import { approvalsOf, personsNeeded, questionId, questionOf, type Proposal } from './approvals.js';
import { closed, type BankSettings } from './bank-settings.js';
import { bankDestination, noProposal, proposalOf, proposedAnew, type RememberedProposal } from './open-proposal.js';
import { accountInWords, ibanInWords, readAccounts, type AccountInM3 } from './read-accounts.js';
import { targetOf, writeAccountScript, type AccountTarget, type AccountToWrite } from './write-account-script.js';

/** A supplier of M3 that Coupa's is linked to. */
export interface Linked {
  readonly company: string;
  readonly number: string;
  /** Why nothing is sent of the supplier itself: then it is not sure either that it is the one whose account this is. */
  readonly stopped?: Reason | undefined;
}

type SupplierView = View<CoupaSupplier>;

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
    const companies = [...new Set([...Object.keys(settings.divisions), ...linked.map(({ company }) => company)])];
    const decision = decideCompany(view, desired, { ...one, account, companies }, settings);
    // Who proposed what, and since when, is so whatever becomes of a command: it must not wait until M3 answers again.
    return decision === undefined
      ? []
      : [[bankDestination(one.company), { ...decision, remembersAtOnce: true }] as const];
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
  readonly companies: readonly string[];
}

function decideCompany(
  view: SupplierView,
  desired: CoupaSupplier,
  { company, number, account, companies, stopped }: InCompany,
  settings: BankSettings,
): Decision | undefined {
  const destination = view.destination(bankDestination(company));
  if (account === undefined) return noAccount(view, company);
  if ('wrong' in account) return refused(invalid(account.wrong), { memory: noProposal(view, company) });
  const target = targetOf({ account, number }, settings);
  const memory = proposalOf(view, { account: target.account, number, company, companies });
  if (equalTargets(destination.acknowledged, target)) return done('Posted', { memory: { ...memory, isMet: true } });

  const read = readAccounts(number, settings.divisions[company] ?? '');
  const known = destination.reading(read);
  const readNow = readScript({ company, number }, settings);
  const isWriting = destination.inFlight?.kind === 'write';
  // A write of another supplier's account is on its way: it is withdrawn.
  if (isWriting && known === undefined) return refused(renumbered(number), { status: 'Held', memory });
  // What was read before our own write is not what M3 holds now.
  if (known === undefined || (destination.last?.kind === 'write' && !isWriting)) return send(readNow, { memory });
  const write = { company, number, account, name: desired.name, held: known.value };
  const decision = decideBy(view, { write, proposal: memory, stopped }, settings);
  // Of a write on its way is decided whether it is still wanted: nothing is read before it.
  if (isWriting) return decision;
  // What people are shown may be older than what is written by.
  const isCurrent = destination.fresh(read, settings.factsFreshForMs) !== undefined;
  if (isCurrent || (decision.decision !== 'send' && view.askedBy === undefined)) return decision;
  const { questions = [] } = decision;
  return send(readNow, { memory: decision.memory, questions });
}

/** By what M3 holds. */
function decideBy(view: SupplierView, known: Known, settings: BankSettings): Decision {
  const { write, proposal } = known;
  const { acknowledged, acknowledgedAt = '' } = view.destination(bankDestination(write.company));
  const target = targetOf(write, settings);
  const script = writeAccountScript(write, settings);
  if (script === undefined || isSettled(acknowledged, target, write.held))
    return done('Posted', { memory: { ...proposal, isMet: true } });
  // Approved once is written once: a write that ended half-way is completed, one that was completed is not repeated.
  const isUsedUp = proposal.isMet || (isWritten(acknowledged, target) && proposal.since <= acknowledgedAt);
  return decideProposal(
    view,
    { ...known, proposal: isUsedUp ? proposedAnew(view, proposal) : proposal, script },
    settings,
  );
}

/** M3 keeps the account that it has: Coupa has none to put in its place. */
function noAccount(view: SupplierView, company: string): Decision | undefined {
  const { memory, acknowledged } = view.destination(bankDestination(company));
  if (memory === undefined && acknowledged === undefined) return undefined;
  const message = 'Coupa names no bank account of the supplier any more; M3 keeps the one that it has';
  return done('Ignored', { because: { code: 'value-missing', message }, memory: noProposal(view, company) });
}

/** The account was written under other settings of what becomes of old ones: that is no change of the supplier. */
const isSettled = (acknowledged: unknown, target: AccountTarget, held: readonly AccountInM3[]): boolean =>
  isWritten(acknowledged, target) &&
  held.some(({ iban, status }) => iban?.fingerprint === target.account && status !== closed);

const isWritten = (acknowledged: unknown, { account, number }: AccountTarget): boolean => {
  const before = acknowledged as Partial<AccountTarget> | undefined;
  return before?.account === account && before.number === number && before.oldAccount !== undefined;
};

interface Known {
  readonly write: AccountToWrite;
  readonly proposal: RememberedProposal;
  readonly stopped: Reason | undefined;
}

interface Proposed extends Known {
  readonly script: Script;
}

function decideProposal(view: SupplierView, proposed: Proposed, settings: BankSettings): Decision {
  const { proposal, write, script, stopped } = proposed;
  const others = view.possibleDuplicates.map(documentKey);
  const { approvals, rejection } = approvalsOf(view.answers(questionId(proposal)), proposal, others);
  const text = inWords(write, proposal, others);
  const questions = [questionOf(proposal, text, others)];
  const held = { status: 'Held', memory: proposal } as const;
  const { by, note } = rejection ?? {};
  if (rejection !== undefined) return refused(rejected(`${by} rejected ${text}: ${note}`), held);
  const last = approvals[personsNeeded(proposal) - 1];
  if (last === undefined) {
    const said = approvals.map((one) => `; approved by ${one.by}: ${one.note}`).join('');
    return refused(needed(`${text}${said}`, proposal, view), { ...held, questions });
  }
  const until = later(last.at, settings.coolingOffMs);
  const who = approvals.map((one) => one.by).join(' and ');
  if (until > view.now)
    return refused(
      needed(`${text}; approved by ${who}, and written at ${until} unless somebody rejects it`, proposal, view),
      { ...held, questions, until },
    );
  if (stopped !== undefined) return refused(waitsFor(text, who, stopped), { ...held, questions });
  return send(script, { memory: proposal, questions });
}

function inWords(
  { company, number, account, held, name }: AccountToWrite,
  { changedBy }: Proposal,
  others: readonly string[],
): string {
  const now = held.filter(({ status }) => status !== closed).map(accountInWords);
  const before = now.length === 0 ? 'M3 has none' : `M3 has ${now.join(', ')}`;
  const who =
    changedBy === undefined ? ', and Coupa does not say who changed it' : `, changed in Coupa by ${changedBy}`;
  const alarm = others.length === 0 ? '' : ` ALARM: the same account stands at ${others.join(', ')}.`;
  return `the bank account ${ibanInWords(account.iban)} of ${name} (${number} in company ${company}${who}); ${before}.${alarm}`;
}

const needed = (message: string, proposal: Proposal, { document }: SupplierView): Reason => ({
  code: 'bank-approval-needed',
  message: `${personsNeeded(proposal) === 2 ? 'Two' : 'Three'} people must approve ${message}`,
  fix: `Confirm the account with the supplier by a way that you know already, not one that came with the change; then: sluice approvals approve ${documentKey(document)} --note "how it was confirmed". Whoever changed it in Coupa does not count.`,
});

/** In words of its own, with what the supplier itself waits for. */
const waitsFor = (text: string, who: string, { code, message, fix }: Reason): Reason => ({
  code,
  message: `${who} approved ${text} It is not written before the supplier itself is in order: ${message}`,
  ...(fix !== undefined && { fix }),
});

const renumbered = (number: string): Reason => ({
  code: 'bank-approval-needed',
  message: `The supplier has the number ${number} now: the account that is on its way under another one is withdrawn`,
  fix: 'Nothing needs to be done: what M3 holds under the new number is read next, and people are asked.',
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
