import { Fault } from '../faults/fault.js';

interface Preset {
  readonly label: string;
  readonly fault: Fault;
}

const LOGIN_PAGE = '<!doctype html><title>Sign in</title><h1>Sign in</h1>';

const preset = (label: string, fault: object): Preset => ({ label, fault: Fault.parse(fault) });

/** What can be broken by a click. Everything else is ordered over the admin API, and shown beside these. */
export const faultPresets: ReadonlyMap<string, Preset> = new Map([
  ['m3-away', preset('M3 is away: 503', { system: 'm3', kind: 'status', status: 503, rate: 1 })],
  [
    'm3-quota',
    preset('M3’s gateway says 429, wait 30 seconds', {
      system: 'm3',
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '30' },
      body: { message: 'The quota policy was exceeded' },
      rate: 1,
    }),
  ],
  [
    'm3-login',
    preset('M3’s gateway answers a login page', {
      system: 'm3',
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: LOGIN_PAGE,
      rate: 1,
    }),
  ],
  ['m3-slow', preset('Every answer of M3 takes five seconds', { system: 'm3', kind: 'delay', ms: 5_000, rate: 1 })],
  ['m3-lossy', preset('Every fourth answer of M3 is lost', { system: 'm3', kind: 'drop-answer', rate: 0.25 })],
  [
    'm3-finish',
    preset('The next FinishEntry is done, its answer lost', {
      system: 'm3',
      kind: 'drop-answer',
      program: 'PPS370MI',
      transaction: 'FinishEntry',
    }),
  ],
  [
    'm3-refuse',
    preset('M3 refuses the next AddHead', {
      system: 'm3',
      kind: 'nok',
      program: 'PPS370MI',
      transaction: 'AddHead',
      code: 'WSU0101',
      field: 'SUNO',
      message: 'Supplier is not valid',
    }),
  ],
  [
    'm3-swallow',
    preset('M3’s batch swallows the next order', {
      system: 'm3',
      kind: 'fail-transfer',
      code: 'WSU0101',
      field: 'SUNO',
      message: 'Supplier is not valid',
    }),
  ],
  ['coupa-away', preset('Coupa is away: 503', { system: 'coupa', kind: 'status', status: 503, rate: 1 })],
  ['coupa-lossy', preset('Every fourth answer of Coupa is lost', { system: 'coupa', kind: 'drop-answer', rate: 0.25 })],
  ['coupa-silent', preset('Coupa’s notices are lost', { system: 'coupa', kind: 'lose-notice', rate: 1 })],
  ['coupa-twice', preset('Coupa’s notices come twice', { system: 'coupa', kind: 'repeat-notice', rate: 1 })],
]);
