import type { Script } from '@sluice/reconciler/decision';
import { m3Text } from '@sluice/reconciler/read';
import { m3Fields } from '@sluice/shared/m3/field';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Call, M3Probe, M3Step, M3Transaction, StepValue, WhenOutcomeUnknown } from '@sluice/shared/script';
import { dimensionFields } from '@sluice/translation/accounting-to-m3';
import type { PurchaseOrderSettings } from '../settings.js';
import { entryStatuses, finishedStatuses } from './batch-entry-script.js';
import { lookupFirst } from './find-order-script.js';
import type { OrderInM3, OrderLineInM3 } from './order-in-m3.js';

export interface CreateContext {
  /** Whether M3 tells the state of a batch entry. */
  readonly entriesAreReadable: boolean;
  /** Since when Coupa has the order; ISO 8601. Absent: for all that is known, it was always there. */
  readonly documentSince?: string;
}

/** Of an order of which Coupa does not say since when it has it. */
const always = '1970-01-01T00:00:00.000Z';

/**
 * A new purchase order by M3's batch entry, PPS370MI. Infor documents the order of the calls: StartEntry, AddHead,
 * AddLine, AddAccString, FinishEntry; only FinishEntry makes an order, and M3 then takes its time.
 */
export function createOrderScript(
  order: OrderInM3,
  settings: PurchaseOrderSettings,
  { entriesAreReadable, documentSince }: CreateContext,
): Script {
  const looked = lookupFirst(order, settings);
  return {
    system: 'm3',
    kind: 'write',
    target: order,
    company: order.company,
    ...(order.division !== '' && { division: order.division }),
    // Where nothing is looked up, only the history of commands tells whether the order was made before.
    ...(looked.length === 0 && { documentSince: documentSince ?? always }),
    steps: [
      ...looked,
      startEntry(settings),
      addHead(order, settings),
      ...addAddress(order, settings),
      addLines(order.lines),
      ...addAccounting(order.lines),
      ...addTexts(order.lines),
      finishEntry(entriesAreReadable ? entryProbe : orderProbe),
    ],
  };
}

/** The number of the batch entry, which every later call of the entry names. */
const entry: StepValue = { from: 'start-entry', field: 'MSGN' };
/** The order number that AddHead answers at once, although the order does not exist yet. */
const orderNumber: StepValue = { from: 'add-head', field: 'PUNO' };

/** An entry that nothing is added to has no effect, so a lost answer is simply asked for again. */
const startEntry = (settings: PurchaseOrderSettings): M3Step => ({
  id: 'start-entry',
  kind: 'write',
  program: 'PPS370MI',
  independent: false,
  transactions: [{ transaction: 'StartEntry', record: { BAOR: settings.batchOrigin }, returns: ['MSGN'] }],
  whenOutcomeUnknown: { do: 'repeat' },
});

/**
 * Infor: DeleteEntry takes an entry away as long as it is being entered (status 10). Its OK therefore proves that
 * nothing was finished, and a new entry is safe; the order number that was given is lost.
 */
const deleteEntry: M3Call = { program: 'PPS370MI', transaction: 'DeleteEntry', record: { MSGN: entry }, returns: [] };
const beginAgain: WhenOutcomeUnknown = { do: 'undo-and-restart', from: 'start-entry' };

const duringEntry = (id: string, transactions: M3Transaction[]): M3Step => ({
  id,
  kind: 'write',
  program: 'PPS370MI',
  independent: false,
  transactions,
  undo: deleteEntry,
  whenOutcomeUnknown: beginAgain,
});

const addHead = (order: OrderInM3, { orderNumbers }: PurchaseOrderSettings): M3Step =>
  duringEntry('add-head', [
    {
      transaction: 'AddHead',
      record: {
        MSGN: entry,
        ...(orderNumbers === 'coupa' && { PUNO: order.reference }),
        FACI: order.facility,
        WHLO: order.warehouse,
        SUNO: order.supplier,
        ORTY: order.orderType,
        DWDT: order.deliveryDate,
        ...(order.orderDate !== undefined && { PUDT: order.orderDate }),
        ...(order.currency !== undefined && { CUCD: order.currency }),
        ...(order.paymentTerms !== undefined && { TEPY: order.paymentTerms }),
        ...(order.buyer !== undefined && { BUYE: order.buyer }),
        HREF: order.reference,
        YRE1: order.reference,
        ...(order.reference.length <= m3Fields.OURR.length && { OURR: order.reference }),
      },
      returns: ['PUNO'],
    },
  ]);

/** Where the goods go, on the head: it names no line. */
function addAddress({ deliveryAddress: address }: OrderInM3, { addressType }: PurchaseOrderSettings): M3Step[] {
  if (address === undefined) return [];
  const record = {
    MSGN: entry,
    PUNO: orderNumber,
    POAD: addressType,
    ...(address.name !== undefined && { CONM: address.name }),
    ...Object.fromEntries(address.lines.map((line, index) => [`ADR${index + 1}`, line])),
    TOWN: address.town,
    ...(address.postalCode !== undefined && { PONO: address.postalCode }),
    ...(address.state !== undefined && { ECAR: address.state }),
    ...(address.country !== undefined && { CSCD: address.country }),
  };
  return [duringEntry('add-address', [{ transaction: 'AddAddress', record, returns: [] }])];
}

/** Each line carries its number, so that a line sent twice would be seen. */
const addLines = (lines: readonly OrderLineInM3[]): M3Step =>
  duringEntry(
    'add-lines',
    lines.map((line) => ({
      transaction: 'AddLine',
      record: {
        MSGN: entry,
        PUNO: orderNumber,
        PNLI: String(line.number),
        LREF: lineReference(line),
        ITNO: line.item,
        ...(line.warehouse !== undefined && { WHLO: line.warehouse }),
        ...(line.facility !== undefined && { FACI: line.facility }),
        ORQA: line.quantity,
        PUUN: line.unit,
        PUPR: line.price,
        PPUN: line.unit,
        PUCD: '1',
        DWDT: line.deliveryDate,
        ...(line.taxCode !== undefined && { VTCD: line.taxCode }),
        ...(line.name !== undefined && { PITD: line.name }),
        ...(line.description !== undefined && { PITT: line.description }),
        ...(line.supplierItem !== undefined && { SITE: line.supplierItem }),
      },
      returns: ['PUNO', 'PNLI'],
    })),
  );

/** Our own reference of a line: Coupa's id, and which part of it; where that does not fit, the line's number, never a cut id. */
function lineReference({ coupaLineId, part, number }: OrderLineInM3): string {
  const reference = part === undefined ? coupaLineId : `${coupaLineId}/${part}`;
  return reference.length <= m3Fields.LREF.length ? reference : String(number);
}

/** One accounting string a line; lines without one are left to M3's own rules. */
function addAccounting(lines: readonly OrderLineInM3[]): M3Step[] {
  const transactions = lines
    .filter(({ dimensions }) => dimensions !== undefined)
    .map((line) => ({
      transaction: 'AddAccString',
      record: {
        MSGN: entry,
        PUNO: orderNumber,
        PNLI: String(line.number),
        ...Object.fromEntries(
          (line.dimensions ?? []).flatMap((value, index) => (value === '' ? [] : [[dimensionFields[index], value]])),
        ),
      },
      returns: [],
    }));
  return transactions.length === 0 ? [] : [duringEntry('add-accounting', transactions)];
}

/** What did not fit the description of a line, one text line a call. */
function addTexts(lines: readonly OrderLineInM3[]): M3Step[] {
  const transactions = lines.flatMap((line) =>
    (line.text ?? []).map((text) => ({
      transaction: 'AddText',
      record: { MSGN: entry, PUNO: orderNumber, PNLI: String(line.number), TXT1: text },
      returns: [],
    })),
  );
  return transactions.length === 0 ? [] : [duringEntry('add-texts', transactions)];
}

/** The order that was given the number is there: so the entry was finished. That it is not there yet proves nothing. */
const orderProbe: M3Probe = {
  calls: [
    { program: 'PPS001MI', transaction: 'GetHeadBasic', record: { PUNO: orderNumber }, returns: ['PUNO', 'PUSL'] },
  ],
  reads: 'exists',
};

/** Where M3 tells the state of the entry itself, that decides: it is still being entered, or it was finished. */
const entryProbe: M3Probe = {
  calls: [
    { program: 'PPS370MI', transaction: 'GetBatchHead', record: { PUNO: orderNumber }, returns: ['PUNO', 'STAT'] },
  ],
  reads: 'states',
  states: { field: 'STAT', done: [...finishedStatuses], notDone: [entryStatuses.beingEntered] },
};

/**
 * The step that counts: with it M3 accepts the entry. When its answer is lost, M3 is asked what became of it; where that
 * stays open, FinishEntry may be sent again for the *same* entry, which makes no second order. A new entry would.
 */
const finishEntry = (probe: M3Probe): M3Step => ({
  id: 'finish-entry',
  kind: 'write',
  program: 'PPS370MI',
  independent: false,
  commit: true,
  transactions: [{ transaction: 'FinishEntry', record: { MSGN: entry }, returns: [] }],
  undo: deleteEntry,
  probe,
  whenOutcomeUnknown: { do: 'repeat', refusedAndNotUndone: 'done' },
});

/** The line of the order that a call of a step was about; `undefined` for calls about the whole order. */
export function lineOfStep(order: OrderInM3, step: string, index: number): number | undefined {
  const lines = order.lines.flatMap((line) => {
    if (step === 'add-lines') return [line];
    if (step === 'add-accounting') return line.dimensions === undefined ? [] : [line];
    return step === 'add-texts' ? (line.text ?? []).map(() => line) : [];
  });
  return lines[index]?.number;
}

/** The order number that a create was given, and the number of its batch entry; `undefined` where none came back. */
export const orderNumberGiven = (outcome: Outcome): string | undefined => firstValue(outcome, 'add-head', 'PUNO');
export const entryNumberGiven = (outcome: Outcome): string | undefined => firstValue(outcome, 'start-entry', 'MSGN');

function firstValue({ steps }: Outcome, step: string, field: string): string | undefined {
  const records = steps.find(({ id }) => id === step)?.records ?? [];
  const value = m3Text(records[0]?.[0]?.[field]);
  return value === '' ? undefined : value;
}
