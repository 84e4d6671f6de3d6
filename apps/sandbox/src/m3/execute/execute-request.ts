import type { M3Record } from '../nok.js';

export interface RequestedTransaction {
  readonly transaction: string;
  readonly record: M3Record;
  readonly selectedColumns: readonly string[];
}

/** One call of the REST layer, whichever of its two forms it came in. */
export interface ExecuteRequest {
  readonly transport: 'bulk' | 'single';
  readonly program: string;
  readonly cono?: number | undefined;
  readonly divi?: string | undefined;
  readonly excludeEmptyValues: boolean;
  readonly rightTrim: boolean;
  /** 0 is without limit. */
  readonly maxReturnedRecords: number;
  /** Results then repeat what was sent. */
  readonly extendedResult: boolean;
  readonly transactions: readonly RequestedTransaction[];
}

/** Infor's SDK asks for 100 records when nothing else is said. */
export const DEFAULT_MAX_RECORDS = 100;

/** The request does not have the form that M3's REST layer reads: no transaction is looked at. */
export class MalformedRequest extends Error {}
