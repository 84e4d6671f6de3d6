import type { Clock } from '../clock.js';
import type { FaultBoard } from '../faults/fault-board.js';
import { Master } from './master/master.js';
import type { NumberSeriesRow } from './master/master-input.js';
import type { M3Settings } from './m3-settings.js';
import type { M3Record } from './nok.js';
import type { Entry, EntryHead } from './orders/entry.js';
import type { Order } from './orders/order.js';

/** An application message of M3 and the rows of its detail. */
export interface ApplicationMessage {
  readonly cono: number;
  readonly record: M3Record;
  readonly details: readonly M3Record[];
}

const MESSAGE_NUMBERS_FROM = 7_000_000_000;

/** Everything that this M3 holds. */
export class M3World {
  master = new Master();
  readonly entries = new Map<string, Entry>();
  private readonly entriesOfOrders = new Map<string, Entry>();
  private readonly orders = new Map<string, Order>();
  private readonly nextNumbers = new Map<string, number>();
  settings: M3Settings;
  messages: ApplicationMessage[] = [];
  readonly messageIds = new Series(1);
  /** Of ten digits, where an order has nine at most: whoever takes one number for the other finds nothing. */
  readonly messageNumbers: Series;
  readonly orderNumbers: Series;

  constructor(
    readonly clock: Clock,
    private readonly firstSettings: M3Settings,
    readonly faults: FaultBoard,
    seriesStart?: number,
  ) {
    this.settings = firstSettings;
    const start = seriesStart ?? seriesStartAt(clock.now());
    this.messageNumbers = new Series(MESSAGE_NUMBERS_FROM + start);
    this.orderNumbers = new Series(start);
  }

  /** The entry in which an order was typed, as long as it was not deleted. */
  entryOfOrder(cono: number, puno: string): Entry | undefined {
    return this.entriesOfOrders.get(`${cono}/${puno}`);
  }

  addHead(entry: Entry, head: EntryHead): void {
    entry.heads.push(head);
    this.entriesOfOrders.set(`${entry.cono}/${head.puno}`, entry);
  }

  deleteEntry(entry: Entry): void {
    this.entries.delete(entry.msgn);
    for (const { puno } of entry.heads) this.entriesOfOrders.delete(`${entry.cono}/${puno}`);
  }

  order(cono: number, puno: string): Order | undefined {
    return this.orders.get(`${cono}/${puno}`);
  }

  addOrder(order: Order): void {
    this.orders.set(`${order.cono}/${order.puno}`, order);
  }

  allOrders(): Order[] {
    return [...this.orders.values()];
  }

  /** What was made later the search index does not know yet. */
  indexedUntilMs(): number {
    return this.clock.now().getTime() - this.clock.scaled(this.settings.searchLagMs);
  }

  /** The next number of a series of CRS165, spent whoever uses it; undefined where the series is at its end. */
  takeNumber({ cono, NBTY, NBID, DIVI = '', prefix, from, to }: NumberSeriesRow): string | undefined {
    const key = `${cono ?? '*'}/${NBTY}/${NBID}/${DIVI}/${prefix}`;
    const number = Math.max(this.nextNumbers.get(key) ?? from, from);
    if (to !== undefined && number > to) return undefined;
    this.nextNumbers.set(key, number + 1);
    return `${prefix}${number}`;
  }

  /** Orders that the search index knows by now. */
  indexedOrders(cono: number): Order[] {
    const indexedUntil = this.indexedUntilMs();
    return this.allOrders().filter((order) => order.cono === cono && order.createdAtMs <= indexedUntil);
  }

  /** A record, and the entry or order that it points to by MSGN or PUNO, as text for a fault to look into. */
  describe(record: M3Record): string {
    const { MSGN, PUNO } = record;
    const entries = [...this.entries.values()].filter(
      (entry) => entry.msgn === MSGN || entry.heads.some((head) => head.puno === PUNO),
    );
    const orders = this.allOrders().filter((order) => order.puno === PUNO);
    return JSON.stringify([record, entries, orders]);
  }

  /** Back to the beginning, the settings too. The number series go on: no number is ever given twice. */
  reset(): void {
    this.master = new Master();
    this.entries.clear();
    this.entriesOfOrders.clear();
    this.orders.clear();
    this.messages = [];
    this.settings = this.firstSettings;
  }
}

/** A number series of M3: counts on and never gives a number twice. */
class Series {
  constructor(private next: number) {}

  take(): string {
    const number = this.next;
    this.next += 1;
    return String(number);
  }
}

/**
 * A beginning in nine digits that a later start of the sandbox does not repeat: it keeps nothing on disk, while whoever
 * talks to it remembers its numbers.
 */
const seriesStartAt = (now: Date): number => Math.floor(now.getTime() / 1000) % 1_000_000_000;
