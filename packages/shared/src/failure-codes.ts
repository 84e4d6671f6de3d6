/**
 * The closed list of reasons why something failed or a document cannot go on. The same word is the log field, the
 * metric label, the column, the console's label and the page `docs/errors/<code>.md`.
 */
export const failureCodes = [
  // what came in
  'unexpected',
  'unreadable',
  'message-too-large',
  'configuration-invalid',
  'signature-invalid',
  'body-invalid',
  'body-too-large',
  'content-type-unsupported',
  'storage-away',
  'not-authorized',
  'personal-token-needed',
  'not-found',
  'question-not-asked',
  'event-id-reused',
  'topics-differ',
  'history-broken',
  'sealing-key-missing',
  'sealed-value-invalid',
  // the two systems
  'ionapi-invalid',
  'credentials-refused',
  'scope-missing',
  'rate-limited',
  'unavailable',
  'answer-unreadable',
  'answer-missing',
  'coupa-refused',
  'm3-refused',
  'unknown-outcome',
  'command-expired',
  'step-unresolvable',
  'destination-busy',
  // what the business says
  'mapping-missing',
  'supplier-unlinked',
  'supplier-linked',
  'supplier-match-found',
  'supplier-not-in-m3',
  'supplier-blocked',
  'not-usable-in-m3',
  'value-too-long',
  'value-missing',
  'value-negative',
  'value-left-out',
  'name-shortened',
  'tax-number-invalid',
  'bank-approval-needed',
  'bank-account-invalid',
  'bank-change-rejected',
  'split-incomplete',
  'decimals-too-fine',
  'date-past',
  'possible-duplicate',
  'lines-too-many',
  'order-in-m3-batch',
  'change-not-yet-supported',
  'kind-not-yet-supported',
  'status-not-relevant',
  'status-unknown',
  'companies-mixed',
  'conflict',
  'overwritten-by-owner',
  'does-not-converge',
  'decide-failed',
  'document-unavailable',
  'excluded-by-rule',
  'made-before-start',
  'already-posted',
  'removed-in-coupa',
  'read-back-differs',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Whether this release knows the code: another app, of a newer one, may name one that it does not. */
export const isFailureCode = (code: string): code is FailureCode => failureCodes.some((known) => known === code);

/** The page of the manual that tells more about a code, relative to the documentation's root. */
export const documentationOf = (code: FailureCode): string => `docs/errors/${code}.md`;
