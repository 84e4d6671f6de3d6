import type { CoupaAccount, CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import type { Findings } from './findings.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';

export interface Route {
  readonly company: string;
  readonly division: string;
}

/** A line of Coupa's, and how people know it. */
export interface LineToOrder {
  readonly line: CoupaOrderLine;
  readonly where: string;
}

/**
 * The one company and division that all lines lead to: by the chart of accounts of each line, or the configured one
 * when no line carries any. A line without a chart goes with the others. Lines for two companies are refused: M3 has no
 * order across companies, and nobody may guess which lines to leave out.
 */
export function routeCompany(
  wanted: readonly LineToOrder[],
  lookup: OrderView['lookup'],
  settings: PurchaseOrderSettings,
  findings: Findings,
): Route | undefined {
  const linesOfChart = new Map<string, string[]>();
  for (const { line, where } of wanted)
    for (const chart of chartsOf(line)) linesOfChart.set(chart, [...(linesOfChart.get(chart) ?? []), where]);
  if (linesOfChart.size === 0) return { company: settings.company, division: settings.division };

  const routes = [...linesOfChart].map(([chart, lines]) => ({
    lines: lines.join(', '),
    chart,
    route: findings.mapped(lookup, 'company', chart),
  }));
  const known = routes.filter(({ route }) => route !== undefined);
  const distinct = new Map(known.map(({ route }) => [`${route?.company}/${route?.division}`, route]));
  if (distinct.size > 1) {
    const places = known.map(
      ({ lines, chart, route }) => `${lines} (chart ${chart}) to ${route?.company}/${route?.division}`,
    );
    return findings.refuse('companies-mixed', `The lines lead to different companies of M3: ${places.join(', ')}`);
  }
  return known.length < routes.length ? undefined : [...distinct.values()][0];
}

const chartsOf = (line: CoupaOrderLine): string[] => {
  const accounts = [line.account, ...(line['account-allocations'] ?? []).map(({ account }) => account)];
  const names = accounts.map((account: CoupaAccount | undefined) => account?.['account-type']?.name?.trim() ?? '');
  return [...new Set(names.filter((name) => name !== ''))];
};
