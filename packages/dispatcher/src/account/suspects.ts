/**
 * The commands that may explain the failed requests by themselves, one set for each failure that no other explains. A
 * document that makes every request fail in which it travels is one suspect however often it is tried, and says nothing
 * about the other system; the failures of many documents do.
 */
export type Suspects = readonly ReadonlySet<string>[];

/** More are not kept: by then the breaker has long been open. */
const suspectsMax = 50;

/** Where more documents than that fail one after the other, it is hardly for what they say: each failure counts. */
const suspectsCredible = 4;

/**
 * The suspects after another request has failed, and whether that is a failure which none of those before explains. One
 * that shares a command with a suspect narrows it down to what they have in common; it counts only where there are too
 * many of them to be believed. Pure.
 */
export function suspect(
  suspects: Suspects,
  commandIds: readonly string[],
): { readonly suspects: Suspects; readonly counts: boolean } {
  const failed = new Set(commandIds);
  const known = suspects.findIndex((one) => commandIds.some((id) => one.has(id)));
  if (known === -1) return { suspects: [...suspects, failed].slice(-suspectsMax), counts: true };
  const narrowed = suspects.map((one, at) => (at === known ? new Set([...one].filter((id) => failed.has(id))) : one));
  return { suspects: narrowed, counts: suspects.length >= suspectsCredible };
}

/** The suspects after these commands were answered. Pure. */
export function clear(suspects: Suspects, commandIds: readonly string[]): Suspects {
  const answered = new Set(commandIds);
  return suspects.map((one) => new Set([...one].filter((id) => !answered.has(id)))).filter((one) => one.size > 0);
}
