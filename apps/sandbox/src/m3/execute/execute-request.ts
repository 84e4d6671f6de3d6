import type { DateFormat } from '../date-format.js';
import type { M3Record } from '../nok.js';

export interface RequestedTransaction {
  readonly transaction: string;
  readonly record: M3Record;
  readonly selectedColumns: readonly string[];
}

/** The two versions of M3's REST layer. They take the same requests and answer in different shapes. */
export type RestVersion = 'v1' | 'v2';

/** One call of the REST layer, whichever of its two forms it came in. */
export interface ExecuteRequest {
  readonly version: RestVersion;
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
  readonly dateFormat: DateFormat;
  /** v1 then describes its output fields; v2 takes the option and, as Infor's SDK says, does nothing with it. */
  readonly metadata: boolean;
  readonly transactions: readonly RequestedTransaction[];
}

/** Infor's SDK asks for 100 records when nothing else is said. */
export const DEFAULT_MAX_RECORDS = 100;

/** v2 cuts the blanks off the right unless it is told not to, v1 leaves them. */
export const trimsByDefault = (version: RestVersion): boolean => version === 'v2';

/** v1 describes its fields unless it is told not to: scripts read the description without asking for it. */
export const describesByDefault = (version: RestVersion): boolean => version === 'v1';

/** The request does not have the form that M3's REST layer reads: no transaction is looked at. */
export class MalformedRequest extends Error {}
