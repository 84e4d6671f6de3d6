import type { M3Record } from '../m3/nok.js';
import type { M3Step } from './calls-by-document.js';
import type { Html } from './html.js';
import { innerTable } from './inner-table.js';
import { mark } from './mark.js';
import { maskAccounts } from './mask-accounts.js';
import { shortTime } from './short-time.js';

interface View {
  readonly steps: ReadonlyMap<string, readonly M3Step[]>;
  readonly now: Date;
}

function outcomeOf({ call, step }: M3Step): Html {
  if (call.dropped !== undefined) return mark('bad', `${call.dropped} lost`);
  if (step.result === 'ok') return mark('good', 'OK');
  return mark('bad', step.result === 'nok' ? 'refused' : `not done (${call.httpStatus})`);
}

const recordOf = (record: M3Record): string =>
  Object.entries(maskAccounts(record))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** The calls in which one of the keys stood, newest first. */
export function showSteps(keys: readonly string[], { steps, now }: View): Html {
  const found = new Set(keys.flatMap((key) => steps.get(key) ?? []));
  const newestFirst = [...found].toSorted((a, b) => (a.call.at < b.call.at ? 1 : -1));
  return innerTable(
    'Calls',
    ['At', 'Transaction', 'Answer', 'Sent'],
    newestFirst.map((one) => [
      shortTime(one.call.at, now),
      `${one.call.program} ${one.step.transaction}`,
      outcomeOf(one),
      recordOf(one.step.record),
    ]),
  );
}
