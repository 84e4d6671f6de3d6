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

describe('a wish of a person', () => {
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
    await sut.sayReceived('3003');
    await sut.shown('3003', () => true);
    const path = '/api/records/purchase-order/3003/settle';
    const refused = await sut.call('POST', path, { commandId: '7', verdict: 'perhaps' });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message.split('\n')).toEqual([
      'body.commandId: must be the id of the command, from the history',
      'body.step: must name the step of the command, from the history',
      'body.verdict: must be done or not-done',
    ]);
    const settled = { commandId: newId(), step: 'finish-entry', verdict: 'not-done' };
    expect((await sut.call('POST', path, settled)).status).toBe(202);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3003');
    expect(sent.value).toMatchObject({ action: 'settle', ...settled, by: 'api' });
    const { timeline } = await sut.shown('3003', (record) => record.timeline.length === 2);
    expect(timeline[1].summary).toBe('api says that finish-entry was not done');
  });

  it('about a document that nobody has heard of is not passed on', async () => {
    expect((await sut.call('POST', '/api/records/purchase-order/404404/retry')).status).toBe(404);
  });
});
