import type { Master } from '../master/master.js';
import { Nok, type M3Record } from '../nok.js';

interface CodeRule {
  readonly code: string;
  readonly field: string;
  readonly words: (value: string) => string;
  readonly isKnown: (master: Master, cono: number, value: string) => boolean;
}

const doesNotExist = (what: string) => (value: string) => `${what} ${value} does not exist`;
const doNotExist = (what: string) => (value: string) => `${what} ${value} do not exist`;

/**
 * The fields whose values stand in a table of M3. A table in which nothing was put is not looked into. Codes follow M3's
 * naming rule; WTE0103, WMO0103 and WTT0403 are seen in public, the others made by it.
 */
const RULES: readonly CodeRule[] = [
  {
    field: 'CSCD',
    code: 'WCS0103',
    words: doesNotExist('Country'),
    isKnown: ({ countries }, cono, value) => countries.allows(cono, value),
  },
  {
    field: 'LNCD',
    code: 'WLN0103',
    words: doesNotExist('Language'),
    isKnown: ({ languages }, cono, value) => languages.allows(cono, value),
  },
  {
    field: 'CUCD',
    code: 'WCU0103',
    words: doesNotExist('Currency'),
    isKnown: ({ currencies }, cono, value) => currencies.allows(cono, value),
  },
  {
    field: 'TEPY',
    code: 'WTEP103',
    words: doNotExist('Payment terms'),
    isKnown: ({ paymentTerms }, cono, value) => paymentTerms.allows(cono, value),
  },
  {
    field: 'PYME',
    code: 'WPY0103',
    words: doesNotExist('Payment method'),
    isKnown: ({ paymentMethods }, cono, value) => paymentMethods.allows(cono, value),
  },
  {
    field: 'TEDL',
    code: 'WTE0103',
    words: doNotExist('Delivery terms'),
    isKnown: ({ deliveryTerms }, cono, value) => deliveryTerms.allows(cono, value),
  },
  {
    field: 'MODL',
    code: 'WMO0103',
    words: doesNotExist('Delivery method'),
    isKnown: ({ deliveryMethods }, cono, value) => deliveryMethods.allows(cono, value),
  },
  {
    field: 'VTCD',
    code: 'WVT0103',
    words: doesNotExist('VAT code'),
    isKnown: ({ vatCodes }, cono, value) => Number(value) === 0 || vatCodes.allows(cono, String(Number(value))),
  },
  {
    field: 'ORTY',
    code: 'WTT0403',
    words: doesNotExist('Order type'),
    isKnown: ({ orderTypes }, cono, value) => orderTypes.allows(cono, value),
  },
];

/** A state belongs to its country: `held` tells the one that is not given. */
function checkState(master: Master, cono: number, given: M3Record, held: M3Record): void {
  if (!given['ECAR'] && !given['CSCD']) return;
  const { CSCD = '', ECAR = '' } = { ...held, ...given };
  const states = master.states.of(cono).filter((row) => row.CSCD === CSCD);
  if (ECAR === '' || states.length === 0 || states.some((row) => row.ECAR === ECAR)) return;
  throw new Nok({ code: 'WEC0103', field: 'ECAR', text: `State ${ECAR} does not exist in country ${CSCD}` });
}

/**
 * Holds what was given against the tables that its codes stand in.
 *
 * @throws {Nok} for the first code that M3 does not know
 */
export function checkCodes(master: Master, cono: number, given: M3Record, held: M3Record = {}): void {
  for (const { field, code, words, isKnown } of RULES) {
    const value = given[field];
    if (value && !isKnown(master, cono, value)) throw new Nok({ code, field, text: words(value) });
  }
  checkState(master, cono, given, held);
}
