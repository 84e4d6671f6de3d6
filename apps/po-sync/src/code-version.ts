import { codeVersionOf } from '@sluice/reconciler/code-version';

/** Which code decides: a document on which it threw is decided again by other code. */
export const codeVersion = codeVersionOf(import.meta.url);
