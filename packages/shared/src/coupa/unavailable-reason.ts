import type { Reason } from '../status.js';

/** What a person can do, by our failure code for what Coupa answered. */
const fixes: Readonly<Record<string, (what: string) => string>> = {
  'not-found': (what) =>
    `See in Coupa whether the ${what} was deleted. If its id was mistyped here, ignore the document.`,
  'answer-unreadable': (what) => `Correct the ${what} in Coupa; it is fetched again by itself once it was changed.`,
  'scope-missing': (what) => `Give Sluice's client in Coupa the right to read this ${what}, then fetch it again.`,
};

/** Why nothing can be decided about a document of Coupa's that was announced. `what` is how people call such a document. */
export function unavailableReason(
  what: string,
  unavailable: { readonly code: string; readonly message: string } | undefined,
): Reason {
  const code = 'document-unavailable';
  if (unavailable === undefined)
    return { code, message: `Coupa has not handed the ${what} out yet`, fix: 'It is being fetched; wait a moment.' };
  const fix = fixes[unavailable.code] ?? (() => `See what Coupa has against the ${what}, then fetch it again.`);
  const said =
    unavailable.code === 'answer-unreadable'
      ? `The ${what} that Coupa handed out cannot be read`
      : `Coupa does not hand the ${what} out`;
  return {
    code,
    message: `${said}: ${unavailable.message} (${unavailable.code})`,
    fix: fix(what),
  };
}
