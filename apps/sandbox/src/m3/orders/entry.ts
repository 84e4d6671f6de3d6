import type { M3Record, NokWords } from '../nok.js';

/**
 * 10 being entered · 20 entered · 23 validated with errors (Infor's options table shows it, its meaning is inferred) ·
 * 25 validated · 90 transferred to the real orders. Callers change an entry in 10 only.
 */
export type EntryStatus = '10' | '20' | '23' | '25' | '90';

/** What can be added to the head and to each line. */
export interface Additions {
  readonly texts: string[];
  readonly addresses: M3Record[];
  readonly charges: M3Record[];
}

export interface LineContent extends Additions {
  readonly fields: M3Record;
  accounting?: M3Record;
}

export interface EntryLine extends LineContent {
  readonly pnli: string;
}

export interface EntryHead extends Additions {
  readonly puno: string;
  readonly fields: M3Record;
  readonly lines: EntryLine[];
}

/** What M3 found wrong with an entry; people see it in PPS370. */
export interface EntryMessage extends NokWords {
  readonly puno: string;
  readonly pnli?: string;
}

/** One message of purchase order batch entry, known by its MSGN. */
export interface Entry {
  readonly msgn: string;
  readonly cono: number;
  readonly divi: string;
  readonly baor: string;
  status: EntryStatus;
  readonly heads: EntryHead[];
  messages: EntryMessage[];
}
