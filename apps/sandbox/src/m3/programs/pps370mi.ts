import { pps370mi as fields } from '../fields/pps370mi.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Entry, EntryHead, EntryLine } from '../orders/entry.js';
import { scheduleTransfer } from '../orders/transfer-entry.js';
import { defineProgram, type Call } from '../program.js';

const LINES_MAX = 999;

/** Code WMS3703 is public, WMS3701 follows the naming rule. */
function openEntry(call: Call, m3: M3World): Entry {
  const msgn = call.record['MSGN'] ?? '';
  const entry = m3.entries.get(msgn);
  if (!entry || entry.cono !== call.cono) {
    throw new Nok({ code: 'WMS3703', field: 'MSGN', text: `Message number ${msgn} does not exist` });
  }
  // Infor: transactions can change an entry only while it is being entered, afterwards only a person can.
  if (entry.status !== '10') {
    throw new Nok({
      code: 'WMS3701',
      field: 'MSGN',
      text: `Message number ${msgn} has status ${entry.status}, not 10`,
    });
  }
  return entry;
}

function headOf(entry: Entry, record: M3Record): EntryHead {
  const { PUNO, HREF } = record;
  if (!PUNO && !HREF) throw new Nok({ code: 'WPU0802', field: 'PUNO', text: 'Order number or HREF must be entered' });
  const head = entry.heads.find((one) => (PUNO ? one.puno === PUNO : one.fields['HREF'] === HREF));
  if (head) return head;
  throw PUNO
    ? new Nok({ code: 'WPU0803', field: 'PUNO', text: `Order number ${PUNO} does not exist in this entry` })
    : new Nok({ code: 'XRE0103', field: 'HREF', text: `Reference ${HREF} does not exist in this entry` });
}

const isGiven = (number: string | undefined): number is string => number !== undefined && Number(number) !== 0;

function lineOf(head: EntryHead, record: M3Record): EntryLine | undefined {
  const { PNLI, LREF } = record;
  if (!isGiven(PNLI) && !LREF) return undefined;
  const line = head.lines.find((one) =>
    isGiven(PNLI) ? Number(one.pnli) === Number(PNLI) : one.fields['LREF'] === LREF,
  );
  if (line) return line;
  throw isGiven(PNLI)
    ? new Nok({ code: 'WPN0103', field: 'PNLI', text: `Order line ${PNLI} does not exist in this entry` })
    : new Nok({ code: 'XRE0103', field: 'LREF', text: `Reference ${LREF} does not exist in this entry` });
}

function startEntry(call: Call, m3: M3World): M3Record[] {
  const baor = call.record['BAOR'] ?? '';
  if (!m3.master.batchOrigins.find(call.cono, baor)) {
    throw new Nok({ code: 'WBA0103', field: 'BAOR', text: `Batch origin ${baor} does not exist` });
  }
  const msgn = m3.messageNumbers.take();
  m3.entries.set(msgn, { msgn, cono: call.cono, divi: call.divi, baor, status: '10', heads: [], messages: [] });
  return [{ MSGN: msgn }];
}

/** The number is given at once, though there is no order before the entry was transferred. */
function addHead(call: Call, m3: M3World): M3Record[] {
  const entry = openEntry(call, m3);
  const { HREF } = call.record;
  if (HREF && entry.heads.some((head) => head.fields['HREF'] === HREF)) {
    throw new Nok({ code: 'XRE0104', field: 'HREF', text: `Reference ${HREF} already exists in this entry` });
  }
  const puno = m3.orderNumbers.take();
  entry.heads.push({ puno, fields: call.record, lines: [], texts: [], addresses: [], charges: [] });
  return [{ PUNO: puno }];
}

function nextLineNumber(head: EntryHead): number {
  return Math.max(0, ...head.lines.map((line) => Number(line.pnli))) + 1;
}

function addLine(call: Call, m3: M3World): M3Record[] {
  const head = headOf(openEntry(call, m3), call.record);
  const { PNLI } = call.record;
  const number = isGiven(PNLI) ? Number(PNLI) : nextLineNumber(head);
  if (number < 1 || number > LINES_MAX) {
    throw new Nok({ code: 'WPN0101', field: 'PNLI', text: `Order line ${number} is not valid` });
  }
  if (head.lines.some((line) => Number(line.pnli) === number)) {
    throw new Nok({ code: 'WPN0104', field: 'PNLI', text: `Order line ${number} already exists in this entry` });
  }
  const pnli = String(number);
  head.lines.push({ pnli, fields: call.record, texts: [], addresses: [], charges: [] });
  return [{ PUNO: head.puno, PNLI: pnli }];
}

function addAccString(call: Call, m3: M3World): M3Record[] {
  const line = lineOf(headOf(openEntry(call, m3), call.record), call.record);
  if (!line) throw new Nok({ code: 'WPN0102', field: 'PNLI', text: 'Order line must be entered' });
  if (line.accounting) {
    throw new Nok({ code: 'XRE0104', field: 'PNLI', text: `Order line ${line.pnli} has an accounting string already` });
  }
  line.accounting = Object.fromEntries(Object.entries(call.record).filter(([name]) => name.startsWith('AIT')));
  return [];
}

function addText(call: Call, m3: M3World): M3Record[] {
  const head = headOf(openEntry(call, m3), call.record);
  const target = lineOf(head, call.record) ?? head;
  const names = ['TX40', 'TXT1', 'TXT2', 'TXT3', 'TXT4', 'TXT5'];
  target.texts.push(...names.flatMap((name) => call.record[name] ?? []));
  return [];
}

/** The keys by which an addition finds its order or line, without which it is content. */
function contentOf(record: M3Record): M3Record {
  const { MSGN: _entry, PUNO: _order, HREF: _reference, PNLI: _line, LREF: _lineReference, ...content } = record;
  return content;
}

/** Adds to the line that is named, else to the head. One address of each type. */
function addAddress(call: Call, m3: M3World): M3Record[] {
  const head = headOf(openEntry(call, m3), call.record);
  const { addresses } = lineOf(head, call.record) ?? head;
  const address = contentOf(call.record);
  if (addresses.some(({ POAD }) => Number(POAD) === Number(address['POAD']))) {
    throw new Nok({ code: 'XRE0104', field: 'POAD', text: `Address type ${address['POAD']} already exists` });
  }
  addresses.push(address);
  return [];
}

function addCharge(call: Call, m3: M3World): M3Record[] {
  const head = headOf(openEntry(call, m3), call.record);
  (lineOf(head, call.record) ?? head).charges.push(contentOf(call.record));
  return [];
}

/** Success means that the entry is taken over, not that there is an order: that comes later, or never. */
function finishEntry(call: Call, m3: M3World): M3Record[] {
  const entry = openEntry(call, m3);
  entry.status = '20';
  if (m3.master.batchOrigins.find(entry.cono, entry.baor)?.automation !== 1) {
    scheduleTransfer(m3, entry);
  }
  return [];
}

/** Takes back the whole entry; its order numbers are lost. */
function deleteEntry(call: Call, m3: M3World): M3Record[] {
  m3.entries.delete(openEntry(call, m3).msgn);
  return [];
}

export const pps370mi = defineProgram(
  { name: 'PPS370MI', description: 'Api: Purchase order batch entry', blankMark: '?' },
  fields,
  {
    StartEntry: startEntry,
    AddHead: addHead,
    AddLine: addLine,
    AddAccString: addAccString,
    AddText: addText,
    AddAddress: addAddress,
    AddCharge: addCharge,
    FinishEntry: finishEntry,
    DeleteEntry: deleteEntry,
  },
);
