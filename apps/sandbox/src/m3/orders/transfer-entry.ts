import { Decimal } from 'decimal.js';
import type { Encounter } from '../../faults/fault-board.js';
import type { M3World } from '../m3-world.js';
import { tellOfFailedEntry } from '../messages.js';
import type { M3Record } from '../nok.js';
import type { Entry, EntryHead, EntryLine, EntryMessage } from './entry.js';
import { findEntryFaults } from './find-entry-faults.js';

const filled = (record: M3Record): M3Record => Object.fromEntries(Object.entries(record).filter(([, value]) => value));

const today = (m3: M3World): string => m3.clock.now().toISOString().slice(0, 10).replaceAll('-', '');

const plain = (number: string): string => new Decimal(number).toFixed();

/** The order's head: as entered, what was left out from the supplier. */
function createHead(m3: M3World, entry: Entry, head: EntryHead): M3Record {
  const supplier = m3.master.suppliers.find(entry.cono, head.fields['SUNO'] ?? '');
  const { MSGN: _entry, HREF: _reference, ...entered } = filled(head.fields);
  const given: Record<string, string> = {};
  for (const name of ['ORTY', 'CUCD', 'TEPY', 'TEDL', 'MODL', 'LNCD']) {
    const value = supplier?.fields[name];
    if (value) given[name] = value;
  }
  const fields: Record<string, string> = { PUDT: today(m3), ...given, ...entered };
  const status = m3.master.orderTypes.find(entry.cono, fields['ORTY'] ?? '')?.PUSL ?? '15';
  const divi = m3.master.divisionOf(entry.cono, fields['FACI'] ?? '') ?? '';
  return { ...fields, PUNO: head.puno, DIVI: divi, CONO: String(entry.cono), PUSL: status, PUST: status };
}

function createLine(m3: M3World, head: M3Record, line: EntryLine): M3Record {
  const { MSGN: _entry, HREF: _reference, LREF: _lineReference, ...entered } = filled(line.fields);
  const item = m3.master.items.find(Number(head['CONO']), entered['ITNO'] ?? '');
  const unit = entered['PUUN'] ?? item?.UNMS ?? '';
  const inherited = { FACI: head['FACI'] ?? '', WHLO: head['WHLO'] ?? '', DWDT: head['DWDT'] ?? '' };
  return {
    ...inherited,
    PPUN: unit,
    PUCD: '1',
    ...entered,
    PUUN: unit,
    SUNO: head['SUNO'] ?? '',
    ORQA: plain(entered['ORQA'] ?? '0'),
    PUPR: plain(entered['PUPR'] ?? '0'),
    PUNO: head['PUNO'] ?? '',
    PNLI: line.pnli,
    PNLS: '0',
    ITDS: item?.ITDS ?? '',
    UNMS: item?.UNMS ?? '',
    PUSL: head['PUSL'] ?? '',
    PUST: head['PUST'] ?? '',
  };
}

/** An entry, as a fault looks at it. */
const encounterOf = (entry: Entry): Encounter => ({
  system: 'm3',
  method: '',
  path: '',
  text: JSON.stringify(entry),
  isApi: true,
  program: 'PPS370MI',
});

/** Has the entry validated and then transferred after the usual time, or after what a fault adds to it. */
export function scheduleTransfer(m3: M3World, entry: Entry): void {
  const delay = m3.faults.take(encounterOf(entry), 'delay-transfer');
  const halfMs = m3.settings.transferDelayMs / 2;
  m3.clock.after(halfMs + (delay?.ms ?? 0), () => {
    validateEntry(m3, entry);
    m3.clock.after(halfMs, () => transferEntry(m3, entry));
  });
}

function findFaults(m3: M3World, entry: Entry): EntryMessage[] {
  const ordered = m3.faults.take(encounterOf(entry), 'fail-transfer');
  if (!ordered) return findEntryFaults(m3.master, entry, today(m3));
  const { code, field, message, line } = ordered;
  const found = { code, field, text: message, puno: entry.heads[0]?.puno ?? '' };
  return [line === undefined ? found : { ...found, pnli: line }];
}

/** A reset may have come between FinishEntry and now. */
const isThere = (m3: M3World, entry: Entry): boolean => m3.entries.get(entry.msgn) === entry;

/** Looks at a finished entry as a whole: it is good, or stays behind with what is wrong. */
function validateEntry(m3: M3World, entry: Entry): void {
  if (!isThere(m3, entry) || entry.status !== '20') return;
  entry.messages = findFaults(m3, entry);
  entry.status = entry.messages.length > 0 ? '23' : '25';
  if (entry.status === '23' && m3.settings.tellOfFailedEntries) tellOfFailedEntry(m3, entry);
}

/** Makes the orders of a finished entry, all of them or none. */
export function transferEntry(m3: M3World, entry: Entry): void {
  validateEntry(m3, entry);
  if (!isThere(m3, entry) || entry.status !== '25') return;
  for (const entered of entry.heads) {
    const head = createHead(m3, entry, entered);
    m3.addOrder({
      cono: entry.cono,
      divi: head['DIVI'] ?? '',
      puno: entered.puno,
      msgn: entry.msgn,
      head,
      texts: entered.texts,
      addresses: entered.addresses,
      charges: entered.charges,
      lines: entered.lines.map((line) => ({ ...line, fields: createLine(m3, head, line) })),
      createdAtMs: m3.clock.now().getTime(),
    });
  }
  entry.status = '90';
}
