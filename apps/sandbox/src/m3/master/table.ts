/** Rows by code, of one company or (those without a company) of every one. */
export class Table<Row extends { readonly cono?: number | undefined }> {
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
