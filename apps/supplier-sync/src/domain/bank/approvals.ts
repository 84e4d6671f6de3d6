import type { Answer } from '@sluice/reconciler/decision';
import type { Question } from '@sluice/shared/messages/question';

/** A change of account that people decide about: of which supplier of M3's, since when it is before them, who made it in Coupa. */
export interface Proposal {
  /** The fingerprint of the account. */
  readonly account: string;
  /** M3's number of the supplier: the same account at another supplier is another change. */
  readonly number: string;
  /** ISO 8601. What was answered to an earlier proposal of the same account does not count. */
  readonly since: string;
  readonly changedBy?: string;
}

/** Where nobody knows who changed it, one of those who approve may be the one. */
export const personsNeeded = ({ changedBy }: Proposal): number => (changedBy === undefined ? 3 : 2);

/** Where another supplier has the same account, an approval must say that this was seen. */
export const approvalFor = (others: readonly unknown[]): string =>
  others.length === 0 ? 'approve' : 'approve-despite-same-account';

const reject = 'reject';

export const questionId = ({ number, account }: Proposal): string => `bank/${number}/${account}`;

export const questionOf = (proposal: Proposal, text: string, others: readonly unknown[]): Question => ({
  id: questionId(proposal),
  text,
  choices: [approvalFor(others), reject],
  persons: personsNeeded(proposal),
});

export interface Approvals {
  /** In order; the same person counts once. */
  readonly approvals: readonly Answer[];
  readonly rejection?: Answer;
}

/** What people have said to the proposal. Who is not known by a token of their own, or gives no note, has not said anything. */
export function approvalsOf(answers: readonly Answer[], proposal: Proposal, others: readonly unknown[]): Approvals {
  const counting = answers.filter(
    ({ isProven, at, note = '' }) => isProven && Date.parse(at) >= Date.parse(proposal.since) && note.trim() !== '',
  );
  const rejection = counting.find(({ answer }) => answer === reject);
  const approvals = counting
    .filter(({ answer, by }) => answer === approvalFor(others) && !isSamePerson(by, proposal.changedBy))
    .filter(({ by }, index, all) => all.findIndex((one) => isSamePerson(one.by, by)) === index);
  return { approvals, ...(rejection && { rejection }) };
}

/** Coupa's logins may be addresses, `ada@acme.com`, where a token has a name. */
const isSamePerson = (one: string, other: string | undefined): boolean =>
  other !== undefined && nameOf(one) === nameOf(other);

const nameOf = (person: string): string => person.trim().toLowerCase().replace(/@.*$/, '');
