/**
 * A supplier as both systems can say it, so that what they hold can be compared: every value in M3's words. A field that is
 * left out is one that a side says nothing about; an empty text is one that it holds empty.
 */
export interface SupplierValues {
  /** SUNM. Coupa's takes 100 characters, M3's 36: a longer one is here as M3 takes it. */
  readonly name?: string;
  readonly status?: 'active' | 'blocked';
  /** TEPY. */
  readonly paymentTerms?: string;
  readonly deliveryTerms?: DeliveryTerms;
  readonly taxNumber?: TaxNumber;
  /** OUCN: our number at the supplier. */
  readonly ourNumber?: string;
  /** PHNO. */
  readonly phone?: string;
  readonly address?: SupplierAddress;
  readonly contact?: SupplierContact;
  /** CSCD and ECAR of the supplier itself. */
  readonly country?: string;
  readonly state?: string;
  /** LNCD. */
  readonly language?: string;
  /** VTCD. */
  readonly taxCode?: string;
  /** PRSU: the supplier who is paid, where that is another one. */
  readonly payee?: string;
}

export type SupplierField = keyof SupplierValues;

/** TEDL and MODL. */
export interface DeliveryTerms {
  readonly terms: string;
  readonly method?: string;
}

/** Which of M3's fields carries a tax number depends on the country. */
export interface TaxNumber {
  readonly field: 'VRNO' | 'TINO' | 'CORG';
  readonly number: string;
}

/** The postal address (ADTE 01): the supplier's record itself has no street. */
export interface SupplierAddress {
  /** ADR1 to ADR4. */
  readonly lines: readonly string[];
  readonly town: string;
  readonly postalCode: string;
  /** ECAR; left out where Coupa names no state, or one that M3 has no code for. */
  readonly state?: string;
  /** CSCD. */
  readonly country: string;
}

/** A reference (YRE1, EMAL, PHNO) of the type by setting. */
export interface SupplierContact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** Fields that both systems hold, and so may be changed in either. */
export const sharedFields = [
  'name',
  'status',
  'paymentTerms',
  'deliveryTerms',
  'taxNumber',
  'ourNumber',
  'phone',
  'address',
  'contact',
] as const satisfies readonly SupplierField[];
export type SharedField = (typeof sharedFields)[number];

/** Fields that come from Coupa and its mappings, and that M3 is told: nothing of them goes back. */
export const fieldsToM3 = [
  'country',
  'state',
  'language',
  'taxCode',
  'payee',
] as const satisfies readonly SupplierField[];
export type FieldToM3 = (typeof fieldsToM3)[number];

export const supplierFields: readonly SupplierField[] = [...sharedFields, ...fieldsToM3];
