/** What a company of M3 has set up before its first order. */
export const masterData = {
  companies: [
    {
      cono: 100,
      divisions: [
        {
          divi: 'AAA',
          facilities: ['F01', 'F03'],
          warehouses: [
            { whlo: 'W01', faci: 'F01' },
            { whlo: 'W03', faci: 'F03' },
          ],
        },
        { divi: 'BBB', facilities: ['F02'], warehouses: [{ whlo: 'W02', faci: 'F02' }] },
      ],
    },
  ],
  batchOrigins: ['COUPA', { BAOR: 'BYHAND', automation: 1 }],
  orderTypes: ['C01', { ORTY: 'HLD', PUSL: '12' }],
  units: [
    { UNIT: 'PCS', decimals: 0 },
    { code: 'KG', decimals: 3 },
  ],
  currencies: ['EUR', { CUCD: 'JPY', decimals: 0, priceDecimals: 0 }],
  paymentTerms: ['N30'],
  vatCodes: ['20'],
  suppliers: [
    {
      cono: 100,
      SUNO: 'Y30001',
      SUNM: 'Acme Bearings',
      CUCD: 'EUR',
      TEPY: 'N30',
      addresses: [{ ADTE: '01', ADID: 'MAIN', ADR1: 'Dock 3', TOWN: 'Ghent', CSCD: 'BE' }],
    },
    { cono: 100, SUNO: 'Y30002', SUNM: 'Blocked Ltd', STAT: '10' },
  ],
  items: [
    { cono: 100, ITNO: 'BRG6204', UNMS: 'PCS', warehouses: ['W01'] },
    { cono: 100, ITNO: 'GREASE', UNMS: 'KG', warehouses: ['W01', 'W02', 'W03'] },
    { cono: 100, ITNO: 'OLD', STAT: '80', UNMS: 'PCS', warehouses: ['W01'] },
  ],
  accounts: [
    { AITP: 1, AITM: '4410' },
    { AITP: 2, AITM: 'CC12' },
    { AITP: 2, AITM: 'CC99', blocked: true },
  ],
};
