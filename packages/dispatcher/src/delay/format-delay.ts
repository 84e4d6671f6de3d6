import type { Delay } from '@sluice/shared/messages/outcome';
import type { BlockReason } from './block-reason.js';

/** By failure code; whatever has none of its own is a system that has not answered. */
const whatItDid: Readonly<Record<string, string>> = {
  'rate-limited': 'has taken no more requests',
  'credentials-refused': 'has refused our credentials',
  'scope-missing': 'has refused us access',
  'configuration-invalid': 'has not known the address that is configured',
  'answer-unreadable': 'has given answers that cannot be read',
  'answer-missing': 'has given answers that say too little',
};

/** Sooner than this the time of the next try is over before anybody has read it. */
const worthTellingMs = 60_000;

/** What a sync is told about a command that is held up. Pure. */
export function formatDelay(system: string, blockReason: BlockReason, now: Date): Delay {
  const { kind, code, since, until } = blockReason;
  const isFarAway = until !== undefined && Date.parse(until) - now.getTime() >= worthTellingMs;
  const when = isFarAway ? `at ${timeOf(until, now)}` : 'by itself';
  const message = `${whatIsSo(system, blockReason, now)}; ${whatComes(blockReason, isFarAway)} ${when}`;
  return { kind, code, message, since, ...(until !== undefined && { nextTryAt: until }) };
}

function whatIsSo(system: string, { code, said, outcomeUnknown, since }: BlockReason, now: Date): string {
  const time = timeOf(since, now);
  if (outcomeUnknown !== undefined)
    return `Whether ${outcomeUnknown} took effect in ${system} is not known, its answer was lost at ${time} (${said})`;
  return said === undefined
    ? `As many requests as are permitted are out to ${system}, since ${time}`
    : `${system} ${whatItDid[code] ?? 'has not answered'} since ${time} (${said})`;
}

/** An effect that may be there already is looked for; nothing is sent twice. */
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
