import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Entry, EntryHead, EntryLine, EntryMessage } from '../orders/entry.js';
import type { Order } from '../orders/order.js';
import { scheduleTransfer } from '../orders/transfer-entry.js';
import { BLANK_MARK, defineProgram, type Call } from '../program.js';

const LINES_MAX = 999;

type NumberSource = 'series' | 'own' | 'either';

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

/** Who numbers the orders of this head's type: the type that is given, else the supplier's. */
function numberSourceOf({ cono, record }: Call, { master }: M3World): NumberSource {
  const type = record['ORTY'] || master.suppliers.find(cono, record['SUNO'] ?? '')?.fields['ORTY'];
  return (type === undefined ? undefined : master.orderTypes.find(cono, type)?.numbers) ?? 'either';
}

/** The caller's own number where the order type permits one, else the next of M3's series. A number serves one order. */
function takeOrderNumber(call: Call, m3: M3World): string {
  const given = call.record['PUNO'];
  const source = numberSourceOf(call, m3);
  if (!given) {
    if (source === 'own') throw new Nok({ code: 'WPU0802', field: 'PUNO', text: 'Order number must be entered' });
    return m3.orderNumbers.take();
  }
  if (source === 'series') {
    const text = `Order number ${given} is not valid: the order type takes its numbers from the series`;
    throw new Nok({ code: 'WPU0801', field: 'PUNO', text });
  }
  if (m3.order(call.cono, given) ?? m3.entryOfOrder(call.cono, given)) {
    throw new Nok({ code: 'WPU0804', field: 'PUNO', text: `Order number ${given} already exists` });
  }
  return given;
}

/** The number is given at once, though there is no order before the entry was transferred. */
function addHead(call: Call, m3: M3World): M3Record[] {
  const entry = openEntry(call, m3);
  const { PUNO: _number, ...record } = call.record;
  const { HREF } = record;
  if (HREF && entry.heads.some((head) => head.fields['HREF'] === HREF)) {
    throw new Nok({ code: 'XRE0104', field: 'HREF', text: `Reference ${HREF} already exists in this entry` });
  }
  const puno = takeOrderNumber(call, m3);
  m3.addHead(entry, { puno, fields: record, lines: [], texts: [], addresses: [], charges: [] });
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

/** The head of an order in batch entry, whatever became of its entry. */
function findEntered(call: Call, m3: M3World): { entry: Entry; head: EntryHead } {
  const puno = call.record['PUNO'] ?? '';
  const entry = m3.entryOfOrder(call.cono, puno);
  const head = entry?.heads.find((one) => one.puno === puno);
  if (entry && head) return { entry, head };
  throw new Nok({ code: 'WPU0803', field: 'PUNO', text: `Order number ${puno} does not exist in batch entry` });
}

const messageOf = (found: EntryMessage | undefined): M3Record => ({ MSID: found?.code ?? '', MSGD: found?.text ?? '' });

const orderStatuses = (order: Order | undefined): M3Record => ({
  PUSL: order?.head['PUSL'] ?? '',
  PUST: order?.head['PUST'] ?? '',
});

/** The head as it was typed in, with the state of its entry and the first thing that M3 found wrong with it. */
function getBatchHead(call: Call, m3: M3World): M3Record[] {
  const { entry, head } = findEntered(call, m3);
  const { cono, msgn, status } = entry;
  const divi = m3.master.divisionOf(cono, head.fields['FACI'] ?? '') ?? '';
  const found = entry.messages.filter(({ puno }) => puno === head.puno);
  const words = messageOf(found.find(({ pnli }) => pnli === undefined) ?? found[0]);
  const key = { CONO: String(cono), DIVI: divi, PUNO: head.puno, MSGN: msgn, STAT: status };
  return [{ ...head.fields, ...key, ...orderStatuses(m3.order(cono, head.puno)), ...words }];
}

/** A line of an entry with errors has them too, or was validated. */
function showBatchLine({ entry, head }: ReturnType<typeof findEntered>, line: EntryLine, m3: M3World): M3Record {
  const found = entry.messages.find(({ puno, pnli }) => puno === head.puno && pnli === line.pnli);
  const status = entry.status === '23' && !found ? '25' : entry.status;
  const key = { CONO: String(entry.cono), PUNO: head.puno, PNLI: line.pnli, STAT: status };
  const { PUSL = '' } = orderStatuses(m3.order(entry.cono, head.puno));
  return { ...line.fields, ...key, PUSL, ...messageOf(found) };
}

function listBatchLines(call: Call, m3: M3World): M3Record[] {
  const entered = findEntered(call, m3);
  return entered.head.lines
    .toSorted((a, b) => Number(a.pnli) - Number(b.pnli))
    .map((line) => showBatchLine(entered, line, m3));
}

function getBatchLine(call: Call, m3: M3World): M3Record[] {
  const entered = findEntered(call, m3);
  const line = lineOf(entered.head, call.record);
  if (!line) throw new Nok({ code: 'WPN0102', field: 'PNLI', text: 'Order line must be entered' });
  return [showBatchLine(entered, line, m3)];
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
  m3.deleteEntry(openEntry(call, m3));
  return [];
}

export const pps370mi = defineProgram(
  'PPS370MI',
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
    GetBatchHead: getBatchHead,
    LstBatchLine: listBatchLines,
    GetBatchLine: getBatchLine,
  },
  { blankMark: BLANK_MARK },
);
