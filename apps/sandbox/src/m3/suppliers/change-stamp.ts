import type { M3Record } from '../nok.js';

/** Who writes to M3, and when. */
export interface Change {
  readonly user: string;
  readonly atMs: number;
  /** By database or import program: the record changes and its change fields do not. */
  readonly leavesNoStamp?: boolean;
}

/** M3 keeps these on nearly every record: entered on, changed on, how often, by whom, and when to the millisecond. */
const STAMP_FIELDS = ['RGDT', 'RGTM', 'LMDT', 'CHNO', 'CHID', 'LMTS'];

/** CHNO has three digits. */
const CHANGE_NUMBERS = 999;

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '');
const timeOf = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19).replaceAll(':', '');

/** The record as it is kept when it is new. Without a stamp its LMTS is 0: no list of what changed since then has it. */
export function stampNew(record: M3Record, { user, atMs, leavesNoStamp = false }: Change): M3Record {
  const day = dayOf(atMs);
  const entered = { RGDT: day, RGTM: timeOf(atMs), LMDT: day, CHNO: '1', CHID: user };
  return { ...record, ...entered, LMTS: leavesNoStamp ? '0' : String(atMs) };
}

/** The record as it is kept after a change. */
export function stampChanged(record: M3Record, { user, atMs, leavesNoStamp = false }: Change): M3Record {
  if (leavesNoStamp) return record;
  const CHNO = String((Number(record['CHNO'] ?? '0') % CHANGE_NUMBERS) + 1);
  return { ...record, LMDT: dayOf(atMs), CHNO, CHID: user, LMTS: String(atMs) };
}

export const stampOf = (record: M3Record): M3Record =>
  Object.fromEntries(Object.entries(record).filter(([name]) => STAMP_FIELDS.includes(name)));

export const withoutStamp = (record: M3Record): M3Record =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !STAMP_FIELDS.includes(name)));

/** Today, as yyyyMMdd. */
export const todayOf = ({ atMs }: Change): string => dayOf(atMs);
