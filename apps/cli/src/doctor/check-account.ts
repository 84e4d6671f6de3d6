import { shortTime } from '../format-table.js';
import { ok, warning, type Finding } from './finding.js';
import type { Figure } from './read-figures.js';

const stateOfBreaker = ['closed', 'half-open', 'open'];

/** Whether a gateway sends what it is to send, by its own figures. */
export function checkAccount(app: string, figures: readonly Figure[], now: number): Finding {
  const check = `requests of ${app}`;
  const figure = (name: string) => figures.find((one) => one.name === name);
  const paused = figure('sluice_dispatcher_paused_seconds');
  if (paused !== undefined) {
    const until = shortTime(new Date(now + paused.value * 1000).toISOString());
    const because = paused.labels['because'] ?? '';
    return warning(check, `none leaves until ${until}: ${because}`, `docs/errors/${because}.md says what to do.`);
  }
  const breaker = stateOfBreaker[figure('sluice_dispatcher_breaker')?.value ?? 0];
  if (breaker === 'open' || breaker === 'half-open')
    return warning(
      check,
      'none leaves but one harmless read now and then: the other side does not answer',
      'Look below whether it answers here. When it is back, what waits leaves by itself.',
    );
  return ok(check, 'may leave');
}
