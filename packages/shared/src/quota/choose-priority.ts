/** Of ten requests, how many are for each priority when all have work: live, replay, first load. */
export const shares: readonly number[] = [7, 2, 1];

/**
 * Whose turn it is: of the priorities with work, the one that has had least of its share. So each keeps its share
 * whatever the others want, and what one does not use goes to the others. Pure.
 */
export function choosePriority(
  withWork: readonly number[],
  spent: readonly { readonly priority: number }[],
): number | undefined {
  const used = (priority: number): number =>
    spent.filter((one) => one.priority === priority).length / (shares[priority] ?? 1);
  return withWork.toSorted((one, other) => used(one) - used(other) || one - other)[0];
}
