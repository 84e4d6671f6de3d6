import { Failure } from '@sluice/shared/failure';
import type { RecordStatus } from '@sluice/shared/status';
import { askHttp } from '../ask-http.js';
import { authorizationFor } from '../authorization-for.js';
import { shortTime } from '../format-table.js';
import { ok, warning, type Finding } from './finding.js';

/** Of each, how many documents there are: the first two need a person, the others go on by themselves. */
const counted = {
  'Needs attention': 'person',
  'Unknown outcome': 'person',
  Retrying: 'nobody',
  Throttled: 'nobody',
} as const satisfies Partial<Record<RecordStatus, 'person' | 'nobody'>>;

/** How many documents are not where they should be, by the metrics of the console. */
export function checkRecords(figures: readonly Figure[]): Finding[] {
  return Object.entries(counted).map(([status, needs]) => {
    const count = figures
      .filter(({ name, labels }) => name === 'sluice_records' && labels['status'] === status)
      .reduce((sum, { value }) => sum + value, 0);
    const check = `documents in ${status}`;
    return count > 0 && needs === 'person'
      ? warning(check, String(count), `\`sluice records list --status "${status}"\` shows them, and why.`)
      : ok(check, String(count));
  });
}

const stateOfBreaker = ['closed', 'half-open', 'open'];

/** Whether a gateway may send requests, by its own metrics. */
export function checkAccount(app: string, figures: readonly Figure[], now: number): Finding {
  const check = `requests of ${app}`;
  const figure = (name: string) => figures.find((one) => one.name === name);
  const paused = figure('sluice_dispatcher_paused_seconds');
  if (paused !== undefined) {
    const until = shortTime(new Date(now + paused.value * 1000).toISOString());
    const because = paused.labels['because'] ?? '';
    return warning(
      check,
      `none is sent until ${until}: ${because}`,
      `docs/errors/${because}.md says what to do; \`sluice account resume\` ends the pause.`,
    );
  }
  const breaker = stateOfBreaker[figure('sluice_dispatcher_breaker')?.value ?? 0];
  if (breaker === 'open' || breaker === 'half-open')
    return warning(
      check,
      'none is sent but a health probe now and then: Coupa or M3 does not answer it',
      'See below whether it answers from here. When it does again, waiting requests are sent without further action.',
    );
  return ok(check, 'are sent');
}

/** One line of an app's `/metrics`. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const patienceMs = 10_000;

/** The metrics of an app, which it gives only with the token. */
export async function readFigures(app: string, url: string, apiToken: string | undefined): Promise<readonly Figure[]> {
  const headers = { ...authorizationFor(url, apiToken) };
  const { status, text } = await askHttp(new URL('/metrics', url), { headers, patienceMs });
  if (status < 300) return parseFigures(text);
  throw new Failure(`${app} answers ${status} when asked for its metrics`, {
    code: status === 401 ? 'not-authorized' : 'unavailable',
    stage: 'answer',
    disposition: 'park',
    fix: `Check that SLUICE_API_TOKEN is that of ${app}, and see the log of ${app}.`,
  });
}

/** Of Prometheus' text form what Sluice's own figures need: no label of theirs holds a quotation mark. */
export const parseFigures = (text: string): readonly Figure[] =>
  [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text])),
    value: Number(value),
  }));
