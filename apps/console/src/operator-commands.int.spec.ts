import { newId } from '@sluice/runtime/ids';
import { collect, type Collection } from '@sluice/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleUnderTest, documentOf } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();
let operator: Collection<'operator.v1'>;
beforeAll(async () => {
  operator = await collect(sut.prefix, 'operator.v1');
});
afterAll(() => operator?.stop());

describe('an operator’s command', () => {
  it('to try again goes to the sync and into the history, with the name stated', async () => {
    await sut.sayReceived('3001');
    await sut.shown('3001', () => true);
    const { status, body } = await sut.call('POST', '/api/records/purchase-order/3001/retry', undefined, {
      'x-sluice-user': 'mpeeters',
    });
    expect([status, body]).toEqual([202, { document: documentOf('3001'), action: 'retry', by: 'mpeeters' }]);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3001');
    expect(sent.value).toMatchObject({ action: 'retry', document: documentOf('3001'), by: 'mpeeters' });
    const record = await sut.shown('3001', ({ timeline }) => timeline.length === 2);
    expect(record.timeline[1]).toMatchObject({
      app: 'console',
      action: 'operator-retry',
      summary: 'mpeeters asked to try again',
      by: 'mpeeters',
    });
  });

  it('to ask Coupa anew is passed on for a document that nobody has heard of, which is Received from then on', async () => {
    const path = '/api/records/purchase-order/3004/fetch';
    const { status, body } = await sut.call('POST', path, undefined, { 'x-sluice-user': 'mpeeters' });
    expect([status, body]).toEqual([202, { document: documentOf('3004'), action: 'fetch', by: 'mpeeters' }]);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3004');
    expect(sent.value).toMatchObject({ action: 'fetch', document: documentOf('3004'), by: 'mpeeters' });
    expect(await sut.shown('3004', () => true)).toMatchObject({
      status: 'Received',
      timeline: [{ app: 'console', action: 'operator-fetch', summary: 'mpeeters asked Coupa for it anew' }],
    });
  });

  it('to ask Coupa for what is never fetched is refused', async () => {
    const { status, body } = await sut.call('POST', '/api/records/invoice/3005/fetch');
    expect([status, body.error.message]).toEqual([
      400,
      'path.type: must be purchase-order or supplier: other documents are not fetched yet',
    ]);
  });

  it('to leave it as it is needs a reason', async () => {
    await sut.sayReceived('3002');
    await sut.shown('3002', () => true);
    const refused = await sut.call('POST', '/api/records/purchase-order/3002/ignore', {});
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(/because: must say why/);
    const { status } = await sut.call('POST', '/api/records/purchase-order/3002/ignore', {
      because: 'Entered by hand',
    });
    expect(status).toBe(202);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3002');
    expect(sent.value).toMatchObject({ action: 'ignore', because: 'Entered by hand', by: 'api' });
  });

  it('says of a lost answer whether the step took effect', async () => {
    const settled = { commandId: newId(), step: 'finish-entry', verdict: 'not-done' };
    await sut.sayReceived('3003');
    await sut.sayStatus('3003', {
      destinations: [
        {
          name: 'm3/100',
          status: 'Unknown outcome',
          reason: { code: 'unknown-outcome', message: 'no answer' },
          asked: { commandId: settled.commandId, step: settled.step },
        },
      ],
    });
    await sut.shown('3003', ({ destinations, timeline }) => destinations.length === 1 && timeline.length === 1);
    const path = '/api/records/purchase-order/3003/settle';
    const refused = await sut.call('POST', path, { commandId: '7', verdict: 'perhaps' });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message.split('\n')).toEqual([
      'body.commandId: must be the id of the command, from the history',
      'body.step: must name the step of the command, from the history',
      'body.verdict: must be done or not-done',
    ]);
    const other = await sut.call('POST', path, { ...settled, step: 'start-entry' });
    expect([other.status, other.body.error.fix]).toEqual([
      400,
      `Asked is: --command ${settled.commandId} --step finish-entry.`,
    ]);
    expect((await sut.call('POST', path, settled)).status).toBe(202);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3003');
    expect(sent.value).toMatchObject({ action: 'settle', ...settled, by: 'api' });
    const { timeline } = await sut.shown('3003', (record) => record.timeline.length === 2);
    expect(timeline[1].summary).toBe('api says that finish-entry was not done');
  });

  it('to settle what nobody asked about is refused, and not passed on', async () => {
    await sut.sayReceived('3006');
    await sut.shown('3006', () => true);
    const path = '/api/records/purchase-order/3006';
    const settled = { commandId: newId(), step: 'finish-entry', verdict: 'done' };
    const { status, body } = await sut.call('POST', `${path}/settle`, settled);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(/^Nobody asked about a step of/)]);
    // A marker after it: had the settlement been told, it would be there by now.
    await sut.call('POST', `${path}/retry`);
    await operator.waitFor(({ key }) => key === 'purchase-order/3006');
    expect(operator.messages.filter(({ key }) => key === 'purchase-order/3006')).toMatchObject([
      { value: { action: 'retry' } },
    ]);
    const { timeline } = await sut.shown('3006', (record) => record.timeline.length === 2);
    expect(timeline.map(({ action }: any) => action)).toEqual(['event-received', 'operator-retry']);
  });

  it.each([
    ['retry', undefined],
    ['ignore', { because: 'Entered by hand' }],
    ['settle', { commandId: newId(), step: 'finish-entry', verdict: 'done' }],
  ])(
    'to %s a document that nobody has heard of is not passed on; how to ask for it is said',
    async (action, wanted) => {
      const { status, body } = await sut.call('POST', `/api/records/purchase-order/404404/${action}`, wanted);
      expect([status, body.error]).toEqual([
        404,
        expect.objectContaining({
          code: 'not-found',
          fix: expect.stringContaining('sluice records fetch purchase-order/404404'),
        }),
      ]);
      expect(operator.messages.filter(({ key }) => key === 'purchase-order/404404')).toEqual([]);
    },
  );
});
