/** The M3 company of the stories: what its people would have set up before the first order. */
export const masterData = {
  companies: [
    {
      cono: 100,
      divisions: [
        {
          divi: 'AAA',
          facilities: ['F01'],
          warehouses: [
            { whlo: 'W01', faci: 'F01' },
            { whlo: 'W02', faci: 'F01' },
          ],
        },
      ],
    },
  ],
  batchOrigins: [{ cono: 100, BAOR: 'COUPA' }],
  orderTypes: [{ cono: 100, ORTY: 'C01' }],
  units: [
    { cono: 100, code: 'PCS', decimals: 0 },
    { cono: 100, code: 'KG', decimals: 3 },
    { cono: 100, code: 'BX', decimals: 0 },
  ],
  currencies: [{ cono: 100, code: 'EUR', decimals: 2 }],
  vatCodes: [{ cono: 100, VTCD: '21' }],
  paymentTerms: [{ cono: 100, code: 'N30' }],
  items: [{ cono: 100, ITNO: 'BRG6204', STAT: '20', UNMS: 'PCS', warehouses: ['W01', 'W02'] }],
  accounts: [
    { cono: 100, AITP: 1, AITM: '4410' },
    { cono: 100, AITP: 2, AITM: 'CC12' },
  ],
} as const;

/** What M3's API gateway permits: so few that a backlog has to be paced. */
export const requestsPerMinute = 20;

/** The mapping rows of the stories. Units that a story waits for are not among them. */
export const mappings = [
  { table: 'company', key: 'Sluice EU', value: { company: '100', division: 'AAA' } },
  { table: 'ship-to', key: 'GHENT', value: { warehouse: 'W01', facility: 'F01' } },
  { table: 'ship-to', key: '(one-off) 100/AAA', value: { warehouse: 'W01', facility: 'F01' } },
  { table: 'warehouse', key: 'Ghent, cold store', value: { warehouse: 'W02', facility: 'F01' } },
  { table: 'tax-code', key: 'BE 21 %', value: { taxCode: '21' } },
  { table: 'unit', key: 'EA', value: { unit: 'PCS', decimals: '0' } },
  { table: 'payment-term', key: 'Net 30', value: { paymentTerms: 'N30' } },
] as const;
