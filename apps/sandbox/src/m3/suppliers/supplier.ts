import type { M3Record } from '../nok.js';

export interface Supplier {
  readonly cono: number;
  readonly SUNO: string;
  /** All of its fields, with the company and the change stamp. */
  readonly fields: M3Record;
  /** Type, number and start date (ADTE, ADID, STDT) together are the key. */
  readonly addresses: readonly M3Record[];
  /** Type and number (RFTY, RFID) together are the key. */
  readonly references: readonly M3Record[];
  /** Others can be copied from it. */
  readonly isTemplate: boolean;
  readonly createdAtMs: number;
}
