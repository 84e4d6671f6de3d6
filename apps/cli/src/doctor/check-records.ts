import type { RecordStatus } from '@sluice/shared/status';
import { ok, warning, type Finding } from './finding.js';
import type { Figure } from './read-figures.js';

/** Of each, how many documents there are: the first two need a person, the others go on by themselves. */
const looked = {
  'Needs attention': 'person',
  'Unknown outcome': 'person',
  Retrying: 'nobody',
  Throttled: 'nobody',
} as const satisfies Partial<Record<RecordStatus, 'person' | 'nobody'>>;

/** How many documents are not where they should be, by the figures of the console. */
export function checkRecords(figures: readonly Figure[]): Finding[] {
  return Object.entries(looked).map(([status, needs]) => {
    const count = figures
      .filter(({ name, labels }) => name === 'sluice_records' && labels['status'] === status)
      .reduce((sum, { value }) => sum + value, 0);
    const check = `documents in ${status}`;
    return count > 0 && needs === 'person'
      ? warning(check, String(count), `\`sluice records list --status "${status}"\` shows them, and why.`)
      : ok(check, String(count));
  });
}
