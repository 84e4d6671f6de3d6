/** What an installation decides about its purchase orders. Durations are in milliseconds and already scaled. */
export interface PurchaseOrderSettings {
  /** Where orders go whose lines carry no chart of accounts. */
  readonly company: string;
  readonly division: string;
  /** The batch origin that M3's PPS090 knows. */
  readonly batchOrigin: string;
  /** An order type that neither prints nor transmits, because Coupa sends the order to the supplier. */
  readonly orderType: string;
  /** Whether an order gets the next number of M3's series, or that which it has in Coupa. */
  readonly orderNumbers: 'm3' | 'coupa';
  /** IANA name of the time zone in which a moment of Coupa's becomes a date of M3's. */
  readonly timeZone: string;
  /** The day (`yyyyMMdd`) before which orders were brought to M3 by other ways and are not ours to send; empty: none were. */
  readonly ordersSince: string;
  /** Which segments of Coupa's account become M3's accounting dimensions where a chart of accounts has no mapping. */
  readonly accountingSegments: readonly number[];
  /** A line over several accounts: a line in M3 each, or the largest stands for all and the invoice is split. */
  readonly splitAccounting: 'split-lines' | 'largest';
  /** What carries the amount of a line by amount: the quantity, at a price of one, or the price, of one. */
  readonly amountLines: 'quantity' | 'price';
  /** Whether a line goes to the warehouse that Coupa names for it, or where its order goes. */
  readonly lineWarehouses: 'receiving-warehouse' | 'as-order';
  /** The type of address (POAD) under which M3 keeps where the goods of an order go. */
  readonly addressType: string;
  /** The field of Coupa's order line that says its tax, dots leading deeper; empty leaves the VAT code to M3. */
  readonly taxCodesFrom: string;
  /** M3's user who buys, for every order; empty leaves it to M3. */
  readonly buyer: string;
  /** A line without a date is wanted so many days after the order was made. */
  readonly leadTimeDays: number;
  /** Lines wanted before the order was made: whether those with an item need a person, or all are sent as they are. */
  readonly pastDates: 'refuse-items' | 'send';
  /** Two orders of the same content are possible duplicates when they were made within this time; 0: none are. */
  readonly duplicateWithinMs: number;
  /** Whether M3 is searched for the order before it is created. */
  readonly lookup: 'search-head' | 'none';
  /** What is searched for; `<po-number>` stands for Coupa's number. */
  readonly lookupQuery: string;
  /** The least time between two readings of whether M3 has made the order. */
  readonly readBackEveryMs: number;
  /** How long M3 may take before a person is asked; also the most time between two readings. */
  readonly readBackForMs: number;
  /** Whether M3 tells our user there of entries that failed (application message 175): then its words are read. */
  readonly batchMessages: boolean;
  /** The language of M3's words for a message of which only the id came (LNCD); empty: that of its service user. */
  readonly messageLanguage: string;
  /** Whether M3 is asked for all that an order names before it is sent. */
  readonly prechecks: boolean;
  /** The statuses with which M3 lets an item be ordered. */
  readonly itemStatusesUsable: readonly string[];
  /** What was read in M3 counts for so long. */
  readonly checksFreshForMs: number;
  /** After so long it is checked again what was missing in M3. */
  readonly checkAgainEveryMs: number;
  /** M3 is asked for its own list of fields so often. */
  readonly metadataEveryMs: number;
  /** Whether Coupa is told what became of an order; with `false` nothing is written there. */
  readonly writeBack: boolean;
  /** The custom field of the order's head in Coupa that carries M3's number; empty: none does. */
  readonly orderNumberField: string;
  /** Where Coupa's API has custom fields: under `custom-fields`, or at the top of the document. */
  readonly customFieldsAt: 'custom-fields' | 'top-level';
  /** Code of the integration in Coupa under which the history is written; empty: it names none. */
  readonly integrationCode: string;
  /** Whether `exported` is ours to set: some tenants share it with another consumer. */
  readonly markExported: boolean;
}
