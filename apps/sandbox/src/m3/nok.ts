/** One record of M3: field name to value. Every value is text. */
export type M3Record = Readonly<Record<string, string>>;

/**
 * Kinds of refusal. The public clients show that this list is open; `InputFieldNotFound` and the rest of what M3's REST
 * layer says about a field that a transaction does not have is not public, the word is the sandbox's.
 */
export type ErrorType =
  | 'ServerReturnedNOK'
  | 'TransactionNotFound'
  | 'MandatoryInputFieldNotFound'
  | 'InputFieldTooLong'
  | 'InputFieldNotFound';

export interface NokWords {
  /** M3 message id: W + field + two digits, …01 invalid, …02 must be entered, …03 does not exist, …04 already exists. */
  readonly code: string;
  readonly field: string;
  readonly text: string;
}

/** M3 says no to one transaction. */
export class Nok extends Error {
  readonly code: string;
  readonly field: string;
  readonly errorType: ErrorType;

  constructor(words: NokWords, errorType: ErrorType = 'ServerReturnedNOK') {
    super(words.text);
    this.name = 'Nok';
    this.code = words.code;
    this.field = words.field;
    this.errorType = errorType;
  }
}
