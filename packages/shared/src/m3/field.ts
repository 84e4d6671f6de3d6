/**
 * The fields of M3 that Sluice fills or reads: how many characters each takes where a transaction is told it, and what it
 * means. Lengths are those of M3 CloudSuite; the tenant's own `MRS001MI/LstFields` has the last word, these stand in until
 * it was read. Values that are too long are refused, never cut.
 */
export const m3Fields = {
  ADID: { length: 6, meaning: 'number of an address of its type' },
  ADR1: { length: 36, meaning: 'address line; ADR2 to ADR4 alike' },
  ADTE: { length: 2, meaning: 'type of an address of a supplier; 01 is the postal one' },
  AIT1: { length: 10, meaning: 'accounting dimension 1' },
  AIT2: { length: 10, meaning: 'accounting dimension 2' },
  AIT3: { length: 10, meaning: 'accounting dimension 3' },
  AIT4: { length: 10, meaning: 'accounting dimension 4' },
  AIT5: { length: 10, meaning: 'accounting dimension 5' },
  AIT6: { length: 10, meaning: 'accounting dimension 6' },
  AIT7: { length: 10, meaning: 'accounting dimension 7' },
  ALSU: { length: 10, meaning: 'search key of the supplier' },
  ATPR: { length: 1, meaning: 'approval of invoices' },
  BAOR: { length: 10, meaning: 'batch origin' },
  BUYE: { length: 10, meaning: 'buyer' },
  CONM: { length: 36, meaning: 'name in an address' },
  CORG: { length: 11, meaning: 'organisation number' },
  CRTP: { length: 2, meaning: 'type of exchange rate' },
  CSCD: { length: 3, meaning: 'country' },
  CUCD: { length: 3, meaning: 'currency' },
  DIVI: { length: 3, meaning: 'division' },
  DT4T: { length: 1, meaning: 'date that the payment terms count from' },
  DTCD: { length: 1, meaning: 'date' },
  DTFM: { length: 3, meaning: 'date format' },
  DWDT: { length: 10, meaning: 'requested delivery date' },
  ECAR: { length: 2, meaning: 'state' },
  EMAL: { length: 60, meaning: 'e-mail address' },
  FACI: { length: 3, meaning: 'facility' },
  HREF: { length: 20, meaning: 'own reference of the order inside its batch entry' },
  ITNO: { length: 15, meaning: 'item number' },
  LNCD: { length: 2, meaning: 'language' },
  LREF: { length: 20, meaning: 'own reference of the line inside its batch entry' },
  MODL: { length: 3, meaning: 'delivery method' },
  MSGN: { length: 15, meaning: 'number of the batch entry' },
  ORQA: { length: 17, meaning: 'ordered quantity' },
  ORTY: { length: 3, meaning: 'order type' },
  OUCN: { length: 10, meaning: 'our customer number at the supplier' },
  OURR: { length: 10, meaning: 'our reference number' },
  PHNO: { length: 16, meaning: 'telephone number' },
  PITD: { length: 60, meaning: 'name of the line at the supplier' },
  PITT: { length: 120, meaning: 'description of the line at the supplier' },
  PNLI: { length: 3, meaning: 'line of the order' },
  PNLS: { length: 3, meaning: 'subline of the order; 0 is the line itself' },
  POAD: { length: 1, meaning: 'type of an address of the order' },
  PONO: { length: 10, meaning: 'postal code' },
  PPUN: { length: 3, meaning: 'unit of the price' },
  PRIA: { length: 1, meaning: 'whether the address is printed' },
  PRSU: { length: 10, meaning: 'supplier who is paid, where it is another one' },
  PUCD: { length: 5, meaning: 'quantity that the price is for' },
  PUDT: { length: 10, meaning: 'order date' },
  PUNO: { length: 10, meaning: 'order number' },
  PUPR: { length: 19, meaning: 'price' },
  PUSL: { length: 2, meaning: 'lowest status of the order' },
  PUST: { length: 2, meaning: 'highest status of the order' },
  PUUN: { length: 3, meaning: 'unit of the quantity' },
  PYME: { length: 3, meaning: 'payment method' },
  RFID: { length: 10, meaning: 'name of a reference of a supplier' },
  RFTY: { length: 2, meaning: 'type of a reference of a supplier' },
  SITE: { length: 30, meaning: 'item number of the supplier' },
  STAT: { length: 2, meaning: 'status of the supplier' },
  STDT: { length: 10, meaning: 'day from which an address holds' },
  STEM: { length: 10, meaning: 'supplier that serves as a template' },
  SUCL: { length: 3, meaning: 'supplier group' },
  SUNM: { length: 36, meaning: 'name of the supplier' },
  SUNO: { length: 10, meaning: 'supplier number' },
  SUTY: { length: 1, meaning: 'type of supplier' },
  TEDL: { length: 3, meaning: 'delivery terms' },
  TEPY: { length: 3, meaning: 'payment terms' },
  TINO: { length: 15, meaning: 'tax number' },
  TOWN: { length: 20, meaning: 'town' },
  TXT1: { length: 60, meaning: 'text line' },
  VRNO: { length: 16, meaning: 'VAT registration number' },
  VTCD: { length: 2, meaning: 'VAT code' },
  WHLO: { length: 3, meaning: 'warehouse' },
  YRE1: { length: 36, meaning: 'our reference as people read it' },
} as const satisfies Record<string, { readonly length: number; readonly meaning: string }>;

export type M3Field = keyof typeof m3Fields;

/**
 * How M3 says that there is no such record, to a read that names one: `WPU0803` for an order number, `WPN0103` for a line of
 * one, `WSU0103` for a supplier, `WIT0103` for an item, `WAI0103` for an accounting identity, `XRE0103` for any record. Codes, never texts: those are in the language of M3's user.
 */
export const absentCodes = {
  order: ['WPU0803', 'XRE0103'],
  orderLine: ['WPN0103', 'WPU0803', 'XRE0103'],
  supplier: ['WSU0103', 'XRE0103'],
  /** M3 says "invalid" (`WIT0101`) of an item that has no record in the warehouse asked about. */
  item: ['WIT0103', 'WIT0101', 'XRE0103'],
  account: ['WAI0103', 'XRE0103'],
  message: ['XRE0103'],
  /** MRS001MI of a transaction that the release does not have. */
  transaction: ['XRE0103'],
} as const;

/**
 * A list of so many records or more may be only the beginning. It is asked for without a limit, but a server of M3 may
 * have one of its own, and says nothing when it cuts: 100 is the least that is known of.
 */
export const mayBeCutFrom = 100;

/** `PNLI` has three digits. */
export const linesPerOrderMax = 999;
