import { describe, expect, it } from 'vitest';
import { ConsoleUnderTest, documentOf } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();
const bank = { id: 'bank/f1', text: 'Two people must approve', choices: ['approve', 'reject'], persons: 2 };
const link = { id: 'link/Y30001', text: 'Is it Y30001?', choices: ['yes', 'no'] };
const needed = {
  code: 'bank-approval-needed' as const,
  message: 'Two people must approve; approved by ada: called them',
};

const tell = (id: string, destinations: readonly object[]) =>
  sut.sayStatus(id, {
    status: 'Held',
    destinations: destinations.map((one) => ({ status: 'Held', ...one })) as never,
    at: `2026-03-10T08:00:0${id.at(-1)}.000Z`,
  });

/** What waits for two people and is seen by none is paid to the old account for ever, or approved unread. */
describe('what several people must approve', () => {
  it('is listed, the longest wait first, once for all destinations that ask; what one person answers is not', async () => {
    await tell('4102', [{ name: 'm3/100/bank', reason: needed, questions: [bank] }]);
    await tell('4101', [
      { name: 'm3/100', questions: [link] },
      { name: 'm3/100/bank', reason: needed, questions: [{ ...bank, id: 'bank/f2' }] },
      { name: 'm3/200/bank', questions: [{ ...bank, id: 'bank/f2' }] },
    ]);
    await tell('4103', [{ name: 'm3/100', questions: [link] }]);
    for (const id of ['4101', '4102', '4103']) await sut.shown(id, () => true);
    const { status, body } = await sut.call('GET', '/api/approvals');
    expect(status).toBe(200);
    expect(body.approvals).toMatchObject([
      {
        document: documentOf('4101'),
        title: 'PO 4101 · Acme Bearings',
        id: 'bank/f2',
        persons: 2,
        destinations: ['m3/100/bank', 'm3/200/bank'],
        reason: { ...needed, docs: 'docs/errors/bank-approval-needed.md' },
        since: '2026-03-10T08:00:01.000Z',
      },
      { document: documentOf('4102'), id: 'bank/f1', destinations: ['m3/100/bank'] },
    ]);
  });
});
