import type { M3Record } from '../nok.js';
import type {
  AccountRow,
  BatchOriginRow,
  CurrencyRow,
  ItemRow,
  MasterInput,
  OrderTypeRow,
  PaymentTermRow,
  SupplierRow,
  UnitRow,
  VatCodeRow,
} from './master-input.js';

type Division = MasterInput['companies'][number]['divisions'][number];

export interface Supplier {
  readonly cono: number;
  readonly SUNO: string;
  /** All of its fields, with the company. */
  readonly fields: M3Record;
  readonly addresses: readonly M3Record[];
  /** When it last changed: what M3 keeps as LMTS. */
  readonly changedAtMs: number;
}

function mergeSupplier(known: Supplier | undefined, row: SupplierRow, changedAtMs: number): Supplier {
  const { cono, addresses, ...given } = row;
  const texts = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    cono,
    SUNO: row.SUNO,
    fields: { STAT: '20', ...known?.fields, ...Object.fromEntries(texts), CONO: String(cono) },
    addresses: addresses ?? known?.addresses ?? [],
    changedAtMs,
  };
}

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
  readonly vatCodes = new Table<VatCodeRow>((row) => row.VTCD);
  readonly batchOrigins = new Table<BatchOriginRow>((row) => row.BAOR);
  readonly accounts = new Table<AccountRow>((row) => `${row.AITP}/${row.AITM}/${row.DIVI ?? ''}`);
  private readonly companies = new Map<number, Map<string, Division>>();
  private givenUser: MasterInput['user'];
  private deniedPrograms: readonly string[] = [];

  /** Suppliers and items take over the fields given, companies what is new in them; rows of other tables are replaced. */
  merge(input: MasterInput, nowMs: number): void {
    for (const company of input.companies) {
      const divisions = this.companies.get(company.cono) ?? new Map<string, Division>();
      this.companies.set(company.cono, divisions);
      for (const division of company.divisions) this.mergeDivision(divisions, division);
    }
    for (const row of input.suppliers) {
      this.suppliers.put(mergeSupplier(this.suppliers.find(row.cono, row.SUNO), row, nowMs));
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
    for (const row of input.vatCodes) this.vatCodes.put(row);
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

  constructor(private readonly codeOf: (row: Row) => string) {}

  put(row: Row): void {
    this.rows.set(`${row.cono ?? '*'}/${this.codeOf(row)}`, row);
  }

  find(cono: number, code: string): Row | undefined {
    return this.rows.get(`${cono}/${code}`) ?? this.rows.get(`*/${code}`);
  }

  /** The rows that hold for the company, by code. */
  of(cono: number): Row[] {
    const rows = [...this.rows.values()].filter((row) => row.cono === undefined || row.cono === cono);
    return rows.toSorted((a, b) => (this.codeOf(a) < this.codeOf(b) ? -1 : 1));
  }

  all(): Row[] {
    return [...this.rows.values()];
  }
}
