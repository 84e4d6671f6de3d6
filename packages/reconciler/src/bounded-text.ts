/** So many characters a reason may have: with each of a document's destinations it must fit into its status. */
const reasonMax = 2_000;

/**
 * A text that every topic, table and reader takes: not longer than `max` characters, what is missing counted, and without the
 * characters that Postgres or UTF-8 cannot hold. What other systems and people write has no bounds of its own.
 */
export function boundedText(text: string, max = reasonMax): string {
  const storable = text.replaceAll('\0', '\uFFFD').toWellFormed();
  if (storable.length <= max) return storable;
  const begun = storable.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
  return `${begun}… (and ${storable.length - begun.length} more characters)`;
}

/** A reason within the same bounds. */
export const boundedReason = <Given extends { readonly message: string; readonly fix?: string | undefined }>(
  reason: Given,
  max?: number,
): Given => ({
  ...reason,
  message: boundedText(reason.message, max),
  ...(reason.fix !== undefined && { fix: boundedText(reason.fix, max) }),
});

/** The first of the texts, as many as have no more than `max` characters together, and how many more there are. */
export function boundedList(
  texts: readonly string[],
  max: number,
): { readonly listed: string[]; readonly more: number } {
  const listed: string[] = [];
  let length = 0;
  for (const text of texts) {
    length += text.length + 1;
    if (length > max) break;
    listed.push(text);
  }
  return { listed, more: texts.length - listed.length };
}
