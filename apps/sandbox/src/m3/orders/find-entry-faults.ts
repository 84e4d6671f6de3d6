import { Decimal } from 'decimal.js';
import type { Master } from '../master/master.js';
import type { M3Record, NokWords } from '../nok.js';
import type { Entry, EntryHead, EntryLine, EntryMessage } from './entry.js';

const decimalsOf = (value: string | undefined): number => new Decimal(value || '0').decimalPlaces();

/**
 * What M3 finds wrong with a finished entry. Nothing of this is looked at while lines are added. Codes follow M3's naming
 * rule; those for currency, payment terms and VAT codes are not public and made by that rule.
 */
class EntryCheck {
  readonly found: EntryMessage[] = [];

  constructor(
    private readonly master: Master,
    private readonly entry: Entry,
    private readonly today: string,
  ) {}

  checkHead(head: EntryHead): void {
    const { cono } = this.entry;
    const { FACI = '', WHLO = '', SUNO = '', ORTY, CUCD, TEPY } = head.fields;
    const say = (words: NokWords): void => void this.found.push({ ...words, puno: head.puno });
    this.checkFacility(FACI, this.entry.divi, say);
    this.checkWarehouse(FACI, WHLO, say);
    const supplier = this.master.suppliers.find(cono, SUNO);
    if (!supplier) say({ code: 'WSU0103', field: 'SUNO', text: `Supplier ${SUNO} does not exist` });
    else if (supplier.fields['STAT'] !== '20') {
      say({ code: 'WSU0101', field: 'SUNO', text: `Supplier ${SUNO} has status ${supplier.fields['STAT']}` });
    }
    if (ORTY && !this.master.orderTypes.find(cono, ORTY)) {
      say({ code: 'WTT0403', field: 'ORTY', text: `Order type ${ORTY} does not exist` });
    }
    if (CUCD && !this.master.currencies.find(cono, CUCD)) {
      say({ code: 'WCU0103', field: 'CUCD', text: `Currency ${CUCD} does not exist` });
    }
    if (TEPY && !this.master.paymentTerms.find(cono, TEPY)) {
      say({ code: 'WTEP103', field: 'TEPY', text: `Payment terms ${TEPY} do not exist` });
    }
    if (head.lines.length === 0) say({ code: 'WPN0102', field: 'PNLI', text: 'The order has no line' });
    for (const line of head.lines) this.checkLine(head, line);
  }

  /** @param division the one that it must belong to; blank: any */
  private checkFacility(faci: string, division: string, say: (words: NokWords) => void): void {
    const divi = this.master.divisionOf(this.entry.cono, faci);
    if (divi === undefined) say({ code: 'WFAC303', field: 'FACI', text: `Facility ${faci} does not exist` });
    else if (division !== '' && divi !== division) {
      say({ code: 'WFAC301', field: 'FACI', text: `Facility ${faci} is not in division ${division}` });
    }
  }

  private checkWarehouse(faci: string, whlo: string, say: (words: NokWords) => void): void {
    const home = this.master.facilityOf(this.entry.cono, whlo);
    if (home === undefined) say({ code: 'WWH0103', field: 'WHLO', text: `Warehouse ${whlo} does not exist` });
    else if (home !== faci)
      say({ code: 'WWH0101', field: 'WHLO', text: `Warehouse ${whlo} is not in facility ${faci}` });
  }

  private checkLine(head: EntryHead, line: EntryLine): void {
    const { fields } = line;
    const say = (words: NokWords): void => void this.found.push({ ...words, puno: head.puno, pnli: line.pnli });
    const whlo = fields['WHLO'] || head.fields['WHLO'] || '';
    const homeOfHead = head.fields['FACI'] ?? '';
    if (fields['FACI']) {
      const division = this.master.divisionOf(this.entry.cono, homeOfHead) ?? '';
      this.checkFacility(fields['FACI'], division, say);
    }
    if (fields['WHLO'] || fields['FACI']) this.checkWarehouse(fields['FACI'] || homeOfHead, whlo, say);
    const supplier = fields['SUNO'];
    if (supplier && supplier !== head.fields['SUNO']) {
      say({ code: 'WSU0101', field: 'SUNO', text: `Supplier ${supplier} is not the one of the order` });
    }
    this.checkItem(whlo, fields, say);
    this.checkUnits(fields, say);
    const vatCode = String(Number(fields['VTCD'] || '0'));
    if (vatCode !== '0' && !this.master.vatCodes.find(this.entry.cono, vatCode)) {
      say({ code: 'WVT0103', field: 'VTCD', text: `VAT code ${vatCode} does not exist` });
    }
    const currency = this.master.currencies.find(this.entry.cono, head.fields['CUCD'] ?? '');
    if (currency && decimalsOf(fields['PUPR']) > currency.priceDecimals) {
      const text = `Price ${fields['PUPR']}: ${currency.CUCD} allows ${currency.priceDecimals} decimals`;
      say({ code: 'XNU0000', field: 'PUPR', text });
    }
    this.checkAccounting(head, line.accounting ?? {}, say);
  }

  private checkItem(whlo: string, fields: M3Record, say: (words: NokWords) => void): void {
    const number = fields['ITNO'] ?? '';
    const item = this.master.items.find(this.entry.cono, number);
    if (!item) say({ code: 'WIT0103', field: 'ITNO', text: `Item ${number} does not exist` });
    else if (item.STAT !== '20') {
      say({ code: 'XIT0107', field: 'ITNO', text: `Item ${number} has status ${item.STAT}` });
    } else if (!item.warehouses.includes(whlo)) {
      say({ code: 'WIT0101', field: 'ITNO', text: `Item ${number} is not in warehouse ${whlo}` });
    }
  }

  private checkUnits(fields: M3Record, say: (words: NokWords) => void): void {
    const { cono } = this.entry;
    for (const field of ['PUUN', 'PPUN']) {
      const unit = fields[field];
      if (unit && !this.master.units.find(cono, unit)) {
        say({ code: 'WPU0201', field, text: `Unit ${unit} is not valid` });
      }
    }
    const code = fields['PUUN'] || this.master.items.find(cono, fields['ITNO'] ?? '')?.UNMS;
    const unit = code === undefined ? undefined : this.master.units.find(cono, code);
    if (unit && decimalsOf(fields['ORQA']) > unit.decimals) {
      const text = `Quantity ${fields['ORQA']}: unit ${unit.UNIT} allows ${unit.decimals} decimals`;
      say({ code: 'XNU0000', field: 'ORQA', text });
    }
  }

  /** A dimension of which the chart of accounts lists nothing is not checked. The day that counts is the order's. */
  private checkAccounting(head: EntryHead, accounting: M3Record, say: (words: NokWords) => void): void {
    const { cono } = this.entry;
    const divi = this.master.divisionOf(cono, head.fields['FACI'] ?? '') ?? '';
    const day = head.fields['PUDT'] || this.today;
    const chart = this.master.accounts.of(cono);
    for (const [field, value] of Object.entries(accounting)) {
      const dimension = Number(field.slice(3));
      if (value === '' || !chart.some((row) => row.AITP === dimension)) continue;
      const account = this.master.findAccount(cono, dimension, value, divi);
      if (!account) say({ code: 'WAI0103', field, text: `Account identity ${value} does not exist` });
      else if (account.blocked) say({ code: 'WAI0101', field, text: `Account identity ${value} is blocked` });
      else if (day < (account.VFDT ?? day) || day > (account.VTDT ?? day)) {
        say({ code: 'WAI0101', field, text: `Account identity ${value} is not valid on ${day}` });
      }
    }
  }
}

/** @param today as yyyyMMdd */
export function findEntryFaults(master: Master, entry: Entry, today: string): EntryMessage[] {
  const check = new EntryCheck(master, entry, today);
  for (const head of entry.heads) check.checkHead(head);
  if (entry.heads.length === 0) {
    check.found.push({ puno: '', code: 'WPU0802', field: 'PUNO', text: 'The entry has no order' });
  }
  return check.found;
}
