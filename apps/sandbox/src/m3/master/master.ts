import type { Change } from '../suppliers/change-stamp.js';
import { mergeSupplier } from '../suppliers/merge-supplier.js';
import type { Supplier } from '../suppliers/supplier.js';
import { bankAccountCode, bankOf, type Bank, type BankAccount } from '../suppliers/bank.js';
import type {
  AccountRow,
  BatchOriginRow,
  CountryRow,
  CurrencyRow,
  DeliveryMethodRow,
  DeliveryTermsRow,
  ItemRow,
  LanguageRow,
  MasterInput,
  NumberSeriesRow,
  OrderTypeRow,
  PaymentMethodRow,
  PaymentTermRow,
  StateRow,
  UnitRow,
  VatCodeRow,
} from './master-input.js';

type Division = MasterInput['companies'][number]['divisions'][number];

/** An item with what every item has. */
export type Item = ItemRow & { readonly STAT: string; readonly ITDS: string };

const union = <Value>(one: readonly Value[], other: readonly Value[]): Value[] => [...new Set([...one, ...other])];

/** M3's master data: what exists, per company. */
export class Master {
  readonly suppliers = new Table<Supplier>((row) => row.SUNO);
  readonly items = new Table<Item>((row) => row.ITNO);
  readonly orderTypes = new Table<OrderTypeRow>((row) => row.ORTY);
  readonly units = new Table<UnitRow>((row) => row.UNIT);
  readonly currencies = new Table<CurrencyRow>((row) => row.CUCD);
  readonly paymentTerms = new Table<PaymentTermRow>((row) => row.TEPY);
  readonly paymentMethods = new Table<PaymentMethodRow>((row) => row.PYME);
  readonly deliveryTerms = new Table<DeliveryTermsRow>((row) => row.TEDL);
  readonly deliveryMethods = new Table<DeliveryMethodRow>((row) => row.MODL);
  readonly vatCodes = new Table<VatCodeRow>((row) => row.VTCD);
  readonly countries = new Table<CountryRow>((row) => row.CSCD);
  readonly states = new Table<StateRow>((row) => `${row.CSCD}/${row.ECAR}`);
  readonly languages = new Table<LanguageRow>((row) => row.LNCD);
  readonly banks = new Table<Bank>(({ DIVI, BKNO }) => `${DIVI}/${BKNO}`);
  readonly bankAccounts = new Table<BankAccount>(({ fields }) => bankAccountCode(fields));
  readonly numberSeries = new Table<NumberSeriesRow>((row) => `${row.NBTY}/${row.NBID}/${row.DIVI ?? ''}`);
  readonly batchOrigins = new Table<BatchOriginRow>((row) => row.BAOR);
  readonly accounts = new Table<AccountRow>((row) => `${row.AITP}/${row.AITM}/${row.DIVI ?? ''}`);
  private readonly companies = new Map<number, Map<string, Division>>();
  private givenUser: MasterInput['user'];
  private deniedPrograms: readonly string[] = [];

  /** Suppliers and items take over the fields given, companies what is new in them; rows of other tables are replaced. */
  merge(input: MasterInput, change: Change): void {
    for (const company of input.companies) {
      const divisions = this.companies.get(company.cono) ?? new Map<string, Division>();
      this.companies.set(company.cono, divisions);
      for (const division of company.divisions) this.mergeDivision(divisions, division);
    }
    for (const row of input.suppliers) {
      this.suppliers.put(mergeSupplier(this.suppliers.find(row.cono, row.SUNO), row, change));
    }
    for (const row of input.items) {
      const known = this.items.find(row.cono, row.ITNO);
      const warehouses = union(known?.warehouses ?? [], row.warehouses);
      const { STAT = known?.STAT ?? '20', ITDS = known?.ITDS ?? '' } = row;
      this.items.put({ ...row, STAT, ITDS, warehouses });
    }
    for (const row of input.orderTypes) this.orderTypes.put(row);
    for (const row of input.units) this.units.put(row);
    for (const row of input.currencies) this.currencies.put(row);
    for (const row of input.paymentTerms) this.paymentTerms.put(row);
    for (const row of input.paymentMethods) this.paymentMethods.put(row);
    for (const row of input.deliveryTerms) this.deliveryTerms.put(row);
    for (const row of input.deliveryMethods) this.deliveryMethods.put(row);
    for (const row of input.vatCodes) this.vatCodes.put(row);
    for (const row of input.countries) this.countries.put(row);
    for (const row of input.states) this.states.put(row);
    for (const row of input.languages) this.languages.put(row);
    for (const row of input.banks) this.banks.put(bankOf(row));
    for (const row of input.numberSeries) this.numberSeries.put(row);
    for (const row of input.batchOrigins) this.batchOrigins.put(row);
    for (const row of input.accounts) this.accounts.put(row);
    if (input.user) this.givenUser = input.user;
    if (input.deniedPrograms) this.deniedPrograms = input.deniedPrograms;
  }

  /** The user of the service account. Without one of its own it belongs to the first company and to no division. */
  user(): Readonly<Record<string, string>> & { readonly USID: string } {
    const { CONO, ...rest } = this.givenUser ?? { USID: 'SVCCOUPA' };
    const cono = CONO ?? this.companies.keys().next().value;
    const defaults = { LANC: 'GB', DTFM: 'YMD', DCFM: '.', USTA: '20' };
    return { ...defaults, ...(cono === undefined ? {} : { CONO: String(cono) }), ...rest };
  }

  hasCompany(cono: number): boolean {
    return this.companies.has(cono);
  }

  hasDivision(cono: number, divi: string): boolean {
    return this.companies.get(cono)?.has(divi) ?? false;
  }

  /** The division that a facility belongs to. */
  divisionOf(cono: number, faci: string): string | undefined {
    return this.divisions(cono).find((division) => division.facilities.includes(faci))?.divi;
  }

  /** The facility that a warehouse belongs to. */
  facilityOf(cono: number, whlo: string): string | undefined {
    const warehouses = this.divisions(cono).flatMap((division) => division.warehouses);
    return warehouses.find((warehouse) => warehouse.whlo === whlo)?.faci;
  }

  companyNumbers(): number[] {
    return [...this.companies.keys()];
  }

  mayRun(program: string): boolean {
    return !this.deniedPrograms.includes(program);
  }

  /** The identity in the division's own chart of accounts, else in the company's. */
  findAccount(cono: number, aitp: number, aitm: string, divi: string): AccountRow | undefined {
    return this.accounts.find(cono, `${aitp}/${aitm}/${divi}`) ?? this.accounts.find(cono, `${aitp}/${aitm}/`);
  }

  divisions(cono: number): Division[] {
    return [...(this.companies.get(cono)?.values() ?? [])];
  }

  private mergeDivision(divisions: Map<string, Division>, division: Division): void {
    const known = divisions.get(division.divi);
    const given = new Set(division.warehouses.map((warehouse) => warehouse.whlo));
    divisions.set(division.divi, {
      divi: division.divi,
      facilities: union(known?.facilities ?? [], division.facilities),
      warehouses: [...(known?.warehouses.filter(({ whlo }) => !given.has(whlo)) ?? []), ...division.warehouses],
    });
  }
}

/** Rows by code, of one company or (those without a company) of every one. */
class Table<Row extends { readonly cono?: number | undefined }> {
  private readonly rows = new Map<string, Row>();
  /** The keys of the rows by code. */
  private sortedKeys: readonly string[] | undefined;

  constructor(private readonly codeOf: (row: Row) => string) {}

  put(row: Row): void {
    const key = `${row.cono ?? '*'}/${this.codeOf(row)}`;
    if (!this.rows.has(key)) this.sortedKeys = undefined;
    this.rows.set(key, row);
  }

  find(cono: number, code: string): Row | undefined {
    return this.rows.get(`${cono}/${code}`) ?? this.rows.get(`*/${code}`);
  }

  /** Takes a row away that is the company's own. */
  remove(cono: number, code: string): void {
    if (this.rows.delete(`${cono}/${code}`)) this.sortedKeys = undefined;
  }

  /** Whether the code may be used: it has a row, or nothing was put into this table at all. */
  allows(cono: number, code: string): boolean {
    return this.find(cono, code) !== undefined || this.of(cono).length === 0;
  }

  /** The rows that hold for the company, by code. */
  of(cono: number): Row[] {
    this.sortedKeys ??= [...this.rows]
      .map(([key, row]) => ({ key, code: this.codeOf(row) }))
      .toSorted((a, b) => (a.code < b.code ? -1 : Number(a.code > b.code)))
      .map(({ key }) => key);
    return this.sortedKeys.flatMap((key) => {
      const row = this.rows.get(key);
      return row && (row.cono === undefined || row.cono === cono) ? [row] : [];
    });
  }

  all(): Row[] {
    return [...this.rows.values()];
  }
}
