/** What an installation decides about its purchase orders. Durations are in milliseconds and already scaled. */
export interface PurchaseOrderSettings {
  /** Where orders go whose lines carry no chart of accounts. */
  readonly company: string;
  readonly division: string;
  /** The batch origin that M3's PPS090 knows. */
  readonly batchOrigin: string;
  /** An order type that neither prints nor transmits, because Coupa sends the order to the supplier. */
  readonly orderType: string;
  /** IANA name of the time zone in which a moment of Coupa's becomes a date of M3's. */
  readonly timeZone: string;
  /** Which segments of Coupa's account become M3's accounting dimensions, in the order of the dimensions. */
  readonly accountingSegments: readonly number[];
  /** A line without a date is wanted so many days after the order was made. */
  readonly leadTimeDays: number;
  /** Whether M3 is searched for the order before it is created. */
  readonly lookup: 'search-head' | 'none';
  /** What is searched for; `<po-number>` stands for Coupa's number. */
  readonly lookupQuery: string;
  /** The least time between two looks at whether M3 has made the order. */
  readonly readBackEveryMs: number;
  /** How long M3 may take before a person is asked to look; also the most time between two looks. */
  readonly readBackForMs: number;
}
