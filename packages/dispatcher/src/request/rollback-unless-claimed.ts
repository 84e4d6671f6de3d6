/** Nothing is due or permitted, or not before so long. */
export type NothingToClaim = 'idle' | { readonly waitMs: number };

/** Leaves a transaction without a commit; no failure. */
class NothingClaimed extends Error {
  readonly nothing: NothingToClaim;

  constructor(nothing: NothingToClaim) {
    super('nothing was claimed');
    this.nothing = nothing;
  }
}

const isNothing = (claimed: unknown): claimed is NothingToClaim =>
  claimed === 'idle' || (typeof claimed === 'object' && claimed !== null && 'waitMs' in claimed);

/**
 * A commit wakes a worker, because it may have made something due. A claim that took nothing is rolled back instead:
 * while the quota is spent, the workers would otherwise wake each other without a pause.
 */
export async function rollbackUnlessClaimed<Claimed>(
  claim: (orRollback: (claimed: Claimed | NothingToClaim) => Claimed) => Promise<Claimed>,
): Promise<Claimed | NothingToClaim> {
  try {
    return await claim((claimed) => {
      if (isNothing(claimed)) throw new NothingClaimed(claimed);
      return claimed;
    });
  } catch (thrown) {
    if (thrown instanceof NothingClaimed) return thrown.nothing;
    throw thrown;
  }
}
