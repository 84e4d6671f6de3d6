import type { Decision } from '@sluice/reconciler/decision';
import type { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { absentInM3, heldByM3, supplier } from '../tests/given-supplier.js';
import { aWholeSupplier } from '../tests/supplier-values.js';
import { m3Transactions } from './m3-transactions.js';

const stepsOf = (decision: Decision | undefined): readonly M3Step[] =>
  decision?.decision === 'send' ? (decision.script.steps as M3Step[]) : [];

/** Mappings of a supplier of whom Coupa knows everything. */
const withAll = (one: ReturnType<typeof supplier>) =>
  one
    .mapping('tax-code', 'STD', { taxCode: '1' })
    .mapping('shipping-term', 'CIF Port', { deliveryTerms: 'CIF', deliveryMethod: 'SEA' })
    .mapping('state', 'BE-VWV', { state: 'WV' })
    .mapping('language', 'nl', { language: 'NL' })
    .mapping('remit-to', 'FACTOR-1', { payee: 'Y39999' });

const whole = withAll(supplier({ ...aWholeSupplier(), number: 'Y30001' }, { numbers: 'coupa', firstMeeting: 'owner' }));
const address = { ADTE: '01', ADID: 'MAIN', STDT: '20200101', CSCD: 'FR' };
const contact = { RFTY: '10', RFID: 'COUPA', YRE1: 'Somebody' };

/** What the doctor does not check in a tenant is missed by the first supplier that needs it. */
describe('the transactions that suppliers need are those of their scripts, with every field that these fill', () => {
  it.each<[string, ReturnType<typeof supplier>]>([
    ['what is read of M3', whole],
    ['a search before a new one', supplier({ number: null })],
    ['a copy of a template', absentInM3(whole, 'Y30001')],
    [
      'a copy of a template that is of another type',
      absentInM3(whole, 'Y30001').mapping('supplier-group', '(default)', { template: 'TEMPLATE', supplierType: '0' }),
    ],
    ['one without a template', absentInM3(whole, 'Y30001').mapping('supplier-group', '(default)', mandatory())],
    ['a number of M3’s series', supplier({ number: null }, { numbers: 'm3-series', lookupQueries: [] })],
    ['a change of everything', heldByM3(whole, { addresses: [address], references: [contact] })],
    ['an address and a contact that M3 does not have', heldByM3(whole, { addresses: [], references: [] })],
  ])('%s', (_name, one) => {
    const steps = stepsOf(one.whenDecided().decisions['m3/100']);
    expect(steps).not.toEqual([]);
    const calls = steps.flatMap(({ program, transactions, probe }) => [
      ...transactions.map((call) => ({ program, ...call })),
      ...(probe?.calls ?? []),
    ]);
    for (const { program, transaction, record } of calls) {
      const used = m3Transactions.find((one) => one.program === program && one.transaction === transaction);
      // What a row of the mapping supplier-group gives as `further` is the installation's.
      const own = Object.keys(record).filter((field) => !freeFields.includes(field));
      expect(used?.inputs, `${program} ${transaction}`).toEqual(expect.arrayContaining(own));
    }
  });
});

const freeFields = ['RESP'];

function mandatory() {
  return {
    supplierType: '0',
    dateFormat: 'DMY',
    orderType: '300',
    dateForTerms: '1',
    dateCode: '2',
    rateType: '1',
    currency: 'EUR',
    approval: '1',
  };
}
