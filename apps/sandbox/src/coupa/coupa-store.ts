import type { Clock } from '../clock.js';
import type { JsonObject } from '../json.js';
import type { CoupaSettings } from './coupa-settings.js';
import type { Alert } from './history-records.js';
import { setUpIntegrations } from './integrations.js';

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

/** Everything that this Coupa holds. A supplier in an order is only a reference here; reading fills it in. */
export class CoupaStore {
  readonly orders = new Map<number, JsonObject>();
  readonly suppliers = new Map<number, JsonObject>();
  /** Lines that were removed from an order: reading leaves them out unless they are asked for. */
  readonly deletedLines = new Map<number, readonly JsonObject[]>();
  readonly integrations = new Map<number, JsonObject>();
  readonly historyRecords = new Map<number, JsonObject>();
  /** Ids of the history records by what they speak of: `OrderHeader/2400`. */
  readonly historyIndex = new Map<string, number[]>();
  alerts: Alert[] = [];
  settings: CoupaSettings;
  readonly orderIds = new Ids(1000);
  readonly lineIds = new Ids(5000);
  readonly supplierIds = new Ids(100);
  readonly integrationIds = new Ids(0);
  readonly recordIds = new Ids(0);
  readonly responseIds = new Ids(0);

  constructor(
    private readonly clock: Clock,
    private readonly firstSettings: CoupaSettings,
  ) {
    this.settings = firstSettings;
    setUpIntegrations(this, firstSettings.integrations);
  }

  now(): string {
    return coupaTime(this.clock.now());
  }

  /** The supplier that an object refers to by id, by number or by name. */
  findSupplier(reference: JsonObject): JsonObject | undefined {
    const { id, number, name } = reference;
    if (typeof id === 'number') return this.suppliers.get(id);
    return [...this.suppliers.values()].find((one) =>
      typeof number === 'string' ? one['number'] === number : one['name'] === name,
    );
  }

  /** Back to the beginning, the settings too. Ids are never given twice, not even after this. */
  reset(): void {
    this.orders.clear();
    this.suppliers.clear();
    this.deletedLines.clear();
    this.integrations.clear();
    this.historyRecords.clear();
    this.historyIndex.clear();
    this.alerts = [];
    this.settings = this.firstSettings;
    setUpIntegrations(this, this.settings.integrations);
  }
}
