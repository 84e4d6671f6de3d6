/** What an installation decides about the values of its suppliers. */
export interface ValueSettings {
  /** The company's time zone: a row of a mapping table holds from a day on. */
  readonly timeZone: string;
  /**
   * A name that is longer than M3's field: it is refused, shortened between two words, or shortened and continued in the
   * name of the postal address.
   */
  readonly longNames: 'refuse' | 'shorten' | 'continue';
  /** A street or a town that M3's lines do not take: it is refused, or shortened between two words. */
  readonly longAddresses: 'refuse' | 'shorten';
  /** STAT of a supplier that is in use, and of one that gets no new orders. */
  readonly statuses: { readonly active: string; readonly blocked: string };
  /** The statuses with which M3 lets orders be placed with a supplier. */
  readonly usableStatuses: readonly string[];
  /** The postal address: its type (ADTE), and the number (ADID) under which Sluice makes it. */
  readonly postalAddress: { readonly type: string; readonly id: string };
  /** The contact: the type (RFTY) and the name (RFID) of the reference that Sluice makes. */
  readonly contact: { readonly type: string; readonly id: string };
  /**
   * What tells M3 to empty a field. Its batch entries take `?` (Infor, PPS376); whether CRS620MI does, or takes a blank for
   * it, is for a tenant to show.
   */
  readonly emptyText: '' | '?';
}
