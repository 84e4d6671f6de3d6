import type { Delay } from '@sluice/shared/messages/outcome';
import type { BlockReason } from './block-reason.js';

/** By failure code; every other code means that the system has not answered. */
const whatItDid: Readonly<Record<string, string>> = {
  'rate-limited': 'has taken no more requests',
  'credentials-refused': 'has refused our credentials',
  'scope-missing': 'has refused us access',
  'configuration-invalid': 'has not known the address that is configured',
  'answer-unreadable': 'has given answers that cannot be read',
  'answer-missing': 'has given answers that say too little',
};

/** A next try that is sooner is over before anybody has read of it. */
const worthShowingMs = 60_000;

/** What holds a command up, in words for a person and in fields for a program. Pure. */
export function formatDelay(system: string, blockReason: BlockReason, now: Date): Delay {
  const { kind, code, since, until } = blockReason;
  const isFarAway = until !== undefined && Date.parse(until) - now.getTime() >= worthShowingMs;
  const when = isFarAway ? `at ${timeOf(until, now)}` : 'by itself';
  const message = `${whatIsSo(system, blockReason, now)}; ${whatComes(blockReason, isFarAway)} ${when}`;
  return { kind, code, message, since, ...(until !== undefined && { nextTryAt: until }) };
}

function whatIsSo(system: string, { code, symptom, outcomeUnknown, since }: BlockReason, now: Date): string {
  const time = timeOf(since, now);
  if (outcomeUnknown !== undefined)
    return `Whether ${outcomeUnknown} took effect in ${system} is not known, its answer was lost at ${time} (${symptom})`;
  return symptom === undefined
    ? `As many requests as are permitted are out to ${system}, since ${time}`
    : `${system} ${whatItDid[code] ?? 'has not answered'} since ${time} (${symptom})`;
}

/** A write that may have taken effect already is looked up; it is not sent twice. */
function whatComes({ outcomeUnknown }: BlockReason, isFarAway: boolean): string {
  if (outcomeUnknown !== undefined) return 'it is looked for there';
  return isFarAway ? 'the next try is' : 'it is tried again';
}

/** To the minute, with the day where it is another one. */
function timeOf(iso: string, now: Date): string {
  const [day = '', time = ''] = iso.split('T');
  const clock = `${time.slice(0, 5)} UTC`;
  return now.toISOString().startsWith(day) ? clock : `${day} ${clock}`;
}
