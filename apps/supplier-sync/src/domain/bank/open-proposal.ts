import type { View } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { Proposal } from './approvals.js';

/** What the bank destination of a company remembers: the last proposal, or only since when Coupa names no account. */
export type BankMemory = { readonly since: string } & Partial<RememberedProposal>;

export interface RememberedProposal extends Proposal {
  /** M3 has come to hold the account: what was approved is used up. */
  readonly isMet?: true;
}

type SupplierView = View<CoupaSupplier>;

export const bankDestination = (company: string): string => `m3/${company}/bank`;

const memoryIn = (view: SupplierView, company: string): BankMemory | undefined =>
  view.destination(bankDestination(company)).memory as BankMemory | undefined;

interface Change extends Pick<Proposal, 'account' | 'number'> {
  readonly company: string;
  /** The companies between which one approval is shared. */
  readonly companies: readonly string[];
}

/**
 * The proposal that is open, also in another company, or a new one. Where Coupa has named another account since, or none,
 * or the supplier had another number, what people said before counts no more, in no company.
 */
export function proposalOf(view: SupplierView, { account, number, company, companies }: Change): RememberedProposal {
  const isOfChange = (memory: BankMemory): memory is RememberedProposal =>
    memory.account === account && memory.number === number;
  const remembered = companies.flatMap((one) => memoryIn(view, one) ?? []);
  const isOutdated = ({ since }: Proposal): boolean =>
    remembered.some((memory) => !isOfChange(memory) && memory.since > since);
  const own = memoryIn(view, company);
  if (own !== undefined && isOfChange(own) && !isOutdated(own)) return own;
  const shared = remembered.filter(isOfChange).find((one) => !isOutdated(one));
  if (shared !== undefined) return withoutEnd(shared);
  const changedBy = view.desired?.['updated-by']?.login?.trim() ?? '';
  return { account, number, since: view.now, ...(changedBy !== '' && { changedBy }) };
}

/** The same change once more, after it was made: M3 holds something else by now, and people decide about that anew. */
export const proposedAnew = (view: SupplierView, proposal: RememberedProposal): RememberedProposal => ({
  ...withoutEnd(proposal),
  since: view.now,
});

const withoutEnd = ({ isMet: _met, ...open }: RememberedProposal): RememberedProposal => open;

/** That Coupa names no account: one that comes back is a new change. */
export function noProposal(view: SupplierView, company: string): BankMemory {
  const before = memoryIn(view, company);
  return { since: before !== undefined && before.account === undefined ? before.since : view.now };
}
