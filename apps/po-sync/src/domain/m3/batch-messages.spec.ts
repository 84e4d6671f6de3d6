import type { Decision } from '@sluice/reconciler/decision';
import type { Fact } from '@sluice/reconciler/read';
import { M3Step } from '@sluice/shared/script';
import { describe, expect, it } from 'vitest';
import { anOrder, type Json } from '../../../tests/coupa.js';
import { givenOrder, type GivenOrder } from '../../../tests/given-order.js';
import { target } from '../../../tests/translate.js';

/** M3 accepted the order as MSGN 42 and order 5000021, and ten minutes later there is none. */
const acceptedAt = '2026-03-10T08:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(acceptedAt) + seconds * 1000).toISOString();
const accepted = givenOrder(anOrder(), { batchMessages: true })
  .acknowledged('m3', target(anOrder()), acceptedAt)
  .identity('m3', { orderNumber: '5000021', entryNumber: '42' })
  .at(after(605));

const decided = (given: GivenOrder): Decision => given.whenDecided().about('m3');

const message = (change: Json = {}): Json => ({
  MTPE: '175',
  DTID: '901',
  MSGT: 'Order 5000021 has errors',
  ...change,
});
const detail = (change: Json = {}): Json => ({ MSID: 'WIT0103', MSGD: 'Item BRG6204 does not exist  ', ...change });

const absent = (more: Partial<Fact> = {}) =>
  accepted
    .reading('m3', 'read-head/5000021', [[]], { readAt: after(600), ...more })
    .reading('m3', 'read-lines/5000021', []);
const listed = (messages: Json[], more: Partial<Fact> = {}) =>
  absent().reading('m3', 'batch-messages', [messages], { readAt: after(601), ...more });
/** What M3 said of each message that was looked into. */
const read = (messages: Json[], details: Json[][], more: Partial<Fact> = { justRead: true }) =>
  listed(messages).reading('m3', 'batch-message-details', details, { readAt: after(602), ...more });

const asked = (decision: Decision): M3Step[] => {
  if (decision.decision !== 'send' || decision.script.system !== 'm3')
    throw new Error(`M3 is not asked: ${decision.decision}`);
  for (const step of decision.script.steps) expect(M3Step.parse(step)).toEqual(step);
  return [...decision.script.steps];
};
const said = (decision: Decision): string => {
  if (decision.decision !== 'refused') throw new Error(decision.decision);
  expect(decision.because.code).toBe('order-in-m3-batch');
  return decision.because.message;
};
const lookedInto = (messages: Json[]) =>
  asked(decided(listed(messages, { justRead: true })))[0]?.transactions.map(({ record }) => record['DTID']);
const plain = "In M3's entry batch: order 5000021 did not come about in time, see PPS370 for MSGN 42";

describe('P31: of an entry that never becomes an order', () => {
  it('M3’s messages since the day before are listed', () => {
    expect(asked(decided(absent({ justRead: true })))).toMatchObject([
      { program: 'CRS420MI', transactions: [{ transaction: 'LstByActDate', record: { ADAT: '20260309' } }] },
    ]);
  });

  it('those about batch entry that name it are looked into, else all of them', () => {
    const others = [message({ MTPE: '310', DTID: '1' }), message({ DTID: '2', MSGT: 'Entry 421 has errors' })];
    expect(lookedInto([...others, message({ DTID: '3', MSGT: 'Order 5000021: errors' })])).toEqual(['3']);
    expect(lookedInto([...others, message({ DTID: '4', MSGT: 'Errors' })])).toEqual(['2', '4']);
  });

  it('M3’s own words are told', () => {
    const words = 'Item BRG6204 does not exist (WIT0103); Order line is missing (WPN0102)';
    const details = [detail(), detail({ MSID: 'WPN0102', MSGD: 'Order line is missing' })];
    expect(said(decided(read([message()], [details])))).toBe(`${plain}. M3 says: ${words}`);
  });

  it('a message may name it in its details alone', () => {
    const messages = [message({ DTID: '1', MSGT: 'Errors' }), message({ DTID: '2', MSGT: 'Errors' })];
    const details = [[detail({ MSGD: 'Entry 41: no supplier' })], [detail({ MSGD: 'Entry 0042: no item' })]];
    expect(said(decided(read(messages, details)))).toBe(`${plain}. M3 may say of it: Entry 0042: no item (WIT0103)`);
  });

  it('the order’s number tells that a message is about it, the entry’s may stand there for something else', () => {
    const ours = message({ DTID: '1', MSGT: 'Order 5000021 has errors' });
    const another = message({ DTID: '2', MSGT: 'Order 5000020, 42 errors' });
    const details = [[detail()], [detail({ MSGD: 'Supplier blocked' })]];
    expect(said(decided(read([ours, another], details)))).toBe(
      `${plain}. M3 says: Item BRG6204 does not exist (WIT0103)`,
    );
  });

  it('between two messages that name it nothing is guessed', () => {
    const messages = [message({ DTID: '1' }), message({ DTID: '2', MSGT: 'Order 5000021: other errors' })];
    expect(said(decided(read(messages, [[detail()], [detail()]])))).toBe(`${plain}. 2 messages in CRS420 name it`);
  });

  it('without a message about it PPS370 is named as before', () => {
    expect(said(decided(listed([message({ MTPE: '310' })], { justRead: true })))).toBe(plain);
    const unrelated = [message({ MSGT: 'Errors' })];
    expect(said(decided(read(unrelated, [[detail()]])))).toBe(plain);
  });

  it('a list that M3 may have cut does not prove that there is no message about it', () => {
    const others = Array.from({ length: 100 }, () => message({ MTPE: '310' }));
    expect(said(decided(listed(others, { justRead: true })))).toBe(
      `${plain}. M3 listed only the first of its messages to our user (CRS420); one about this entry may be among the rest`,
    );
  });

  it('messages that our user may not read hold nothing up', () => {
    const refusals = [{ step: 'batch-messages', code: 'XAU0008', message: 'No authority' }];
    const refused = absent().last('m3', { kind: 'read', result: 'refused', refusals, at: after(601) });
    expect(said(decided(refused.at(after(700))))).toBe(`${plain}. Our user in M3 may not read its messages (CRS420)`);
  });

  it('what was read stands, until a person retries: then the order is read first', () => {
    const known = read([message()], [[detail()]], { justRead: false });
    expect(said(decided(known))).toContain('M3 says: Item BRG6204');
    expect(asked(decided(known.askedBy('ada')))[0]?.id).toBe('read-head/5000021');
    expect(asked(decided(known.at(after(9000))))[0]?.id).toBe('read-head/5000021');
  });

  it('slow answers of M3 do not begin it all again', () => {
    const known = read([message()], [[detail()]]);
    expect(said(decided(known.at(after(9000))))).toContain('M3 says: Item BRG6204');
  });
});
