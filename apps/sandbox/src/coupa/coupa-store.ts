import type { Clock } from '../clock.js';
import { textOf, type JsonObject } from '../json.js';
import type { CoupaSettings } from './coupa-settings.js';
import { SupplierTable } from './suppliers/supplier-table.js';

/** Coupa writes times in seconds, with an offset. */
export const coupaTime = (date: Date): string => `${date.toISOString().slice(0, 19)}+00:00`;

/** A counter that steps over ids that were given from outside. */
class Ids {
  constructor(private last: number) {}

  take(wanted?: number): number {
    const id = wanted ?? this.last + 1;
    this.last = Math.max(this.last, id);
    return id;
  }
}

/** A mail to the contacts of an integration. */
export interface Alert {
  readonly at: string;
  readonly recordId: number;
  readonly integration: string;
  readonly contactAlertType: string;
  readonly messages: readonly string[];
}

/** Everything that this Coupa holds. A supplier in an order is only a reference here; reading fills it in. */
export class CoupaStore {
  readonly orders = new Map<number, JsonObject>();
  readonly suppliers = new SupplierTable();
  /** Lines that were removed from an order: reading leaves them out unless they are asked for. */
  readonly deletedLines = new Map<number, readonly JsonObject[]>();
  readonly integrations = new Map<number, JsonObject>();
  private readonly reference = new Map<string, Map<number, JsonObject>>();
  readonly historyRecords = new Map<number, JsonObject>();
  /** Ids of the history records by what they speak of: `OrderHeader/2400`. */
  readonly historyIndex = new Map<string, number[]>();
  alerts: Alert[] = [];
  settings: CoupaSettings;
  readonly orderIds = new Ids(1000);
  readonly lineIds = new Ids(5000);
  readonly supplierIds = new Ids(100);
  /** Of the addresses and contacts of suppliers. */
  readonly addressIds = new Ids(0);
  readonly contactIds = new Ids(0);
  readonly integrationIds = new Ids(0);
  readonly referenceIds = new Ids(0);
  readonly recordIds = new Ids(0);
  readonly responseIds = new Ids(0);

  constructor(
    private readonly clock: Clock,
    private readonly firstSettings: CoupaSettings,
    /** What an administrator has made before the first document flows. */
    private readonly setUp: (store: CoupaStore) => void,
  ) {
    this.settings = firstSettings;
    setUp(this);
  }

  now(): string {
    return coupaTime(this.clock.now());
  }

  /** The documents of a resource of reference data, by id. */
  referenceData(resource: string): Map<number, JsonObject> {
    const known = this.reference.get(resource) ?? new Map<number, JsonObject>();
    this.reference.set(resource, known);
    return known;
  }

  /** The supplier that an object refers to by id, by number or by name. */
  findSupplier(reference: JsonObject): JsonObject | undefined {
    const { id, number, name } = reference;
    if (typeof id === 'number') return this.suppliers.get(id);
    return typeof number === 'string'
      ? this.suppliers.find('number', number)
      : this.suppliers.find('name', textOf(name));
  }

  /** Back to the beginning, the settings too. Ids are never given twice, not even after this. */
  reset(): void {
    this.orders.clear();
    this.suppliers.clear();
    this.deletedLines.clear();
    this.reference.clear();
    this.integrations.clear();
    this.historyRecords.clear();
    this.historyIndex.clear();
    this.alerts = [];
    this.settings = this.firstSettings;
    this.setUp(this);
  }
}
