import type { Delay } from '@sluice/shared/messages/outcome';
import type { Obstacle } from './obstacle.js';

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
export function wordsForDelay(system: string, { kind, code, said, since, until }: Obstacle, now: Date): Delay {
  const isFarAway = until !== undefined && Date.parse(until) - now.getTime() >= worthTellingMs;
  const next = isFarAway ? `the next try is at ${timeOf(until, now)}` : 'it is tried again by itself';
  const what =
    said === undefined
      ? `As many requests as are permitted are out to ${system}, since ${timeOf(since, now)}`
      : `${system} ${whatItDid[code] ?? 'has not answered'} since ${timeOf(since, now)} (${said})`;
  return { kind, code, message: `${what}; ${next}`, since, ...(until !== undefined && { nextTryAt: until }) };
}

/** To the minute, with the day where it is another one. */
function timeOf(iso: string, now: Date): string {
  const [day = '', time = ''] = iso.split('T');
  const clock = `${time.slice(0, 5)} UTC`;
  return now.toISOString().startsWith(day) ? clock : `${day} ${clock}`;
}
