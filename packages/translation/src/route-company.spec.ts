import { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import { describe, expect, it } from 'vitest';
import { mappingsOf, type Rows } from '../tests/mappings.js';
import { routeCompany } from './route-company.js';

const rows: Rows = {
  'company/Ghent': { company: '100', division: 'AAA' },
  'company/Oslo': { company: '200', division: 'NOR' },
};

/** Lines on these charts of accounts, in their order; nothing for a line without one. */
const routeOf = (...charts: (string | undefined)[]) =>
  routeCompany(
    charts.map((chart, index) => ({
      line: CoupaOrderLine.parse({
        id: index,
        type: 'OrderAmountLine',
        account: chart === undefined ? null : { 'account-type': { name: chart } },
      }),
      where: `Line ${index + 1}`,
    })),
    mappingsOf(rows),
    { company: '300', division: '' },
  );

describe('the company that lines lead to', () => {
  it('is that of their chart of accounts, and a line without one goes with the others', () => {
    expect(routeOf('Oslo', undefined, 'Oslo')).toEqual({ value: { company: '200', division: 'NOR' } });
  });

  it('is the configured one where no line has a chart', () => {
    expect(routeOf(undefined)).toEqual({ value: { company: '300', division: '' } });
  });

  it('P25: is refused where there are two, and a chart that nobody has mapped is named as well', () => {
    expect(routeOf('Ghent', 'Oslo', 'Rome', 'Ghent')).toMatchObject({
      findings: {
        problems: [
          {
            code: 'companies-mixed',
            message:
              'The lines lead to different companies of M3: Line 1, Line 4 (chart Ghent) to 100/AAA, Line 2 (chart Oslo) to 200/NOR',
          },
        ],
        missing: [{ ref: { key: 'company/Rome' } }],
      },
    });
  });
});
