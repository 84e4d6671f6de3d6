import { chartsOf, type AccountedLine } from './accounting-to-m3.js';
import { mapped, type Mappings } from './mapped.js';
import { all, map, problem, type Translated } from './translated.js';

export interface Route {
  readonly company: string;
  /** Empty where the company alone decides. */
  readonly division: string;
}

/** A line of Coupa's, and how people know it. */
export interface LabelledLine<Line> {
  readonly line: Line;
  readonly where: string;
}

/**
 * The one company and division that all lines lead to: by the chart of accounts of each line, or `configured` when no
 * line carries any. A line without a chart goes with the others. Lines for two companies are refused: M3 has no document
 * across companies, and nobody may guess which lines to leave out.
 */
export function routeCompany(
  lines: readonly LabelledLine<AccountedLine>[],
  mappings: Mappings,
  configured: Route,
): Translated<Route> {
  const linesOfChart = new Map<string, string[]>();
  for (const { line, where } of lines)
    for (const chart of chartsOf(line)) linesOfChart.set(chart, [...(linesOfChart.get(chart) ?? []), where]);
  const routes = [...linesOfChart].map(([chart, places]) =>
    map(mapped(mappings, 'company', chart), (route) => ({ route, place: `${places.join(', ')} (chart ${chart})` })),
  );
  const known = routes.flatMap((one) => ('value' in one ? [one.value] : []));
  const isMixed = new Set(known.map(({ route }) => nameOf(route))).size > 1;
  const places = known.map(({ route, place }) => `${place} to ${nameOf(route)}`);
  const mixed = problem('companies-mixed', `The lines lead to different companies of M3: ${places.join(', ')}`);
  return map(all([...routes, ...(isMixed ? [mixed] : [])]), ([first]) => first?.route ?? configured);
}

const nameOf = ({ company, division }: Route): string => `${company}/${division}`;
