import { newId } from '@sluice/runtime/ids';
import { eventually } from '@sluice/testing/eventually';
import { collect, send, type Collection } from '@sluice/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleUnderTest, documentOf, personalTokens } from '../tests/console-under-test.js';

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
    ['answer', { question: 'link', answer: 'yes' }],
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

const asks = async (id: string, ...questions: object[]) => {
  await sut.sayStatus(id, { destinations: [{ name: 'm3/100', status: 'Needs attention', questions } as never] });
  await sut.shown(id, ({ destinations }) => destinations.length > 0);
};

describe('an answer to a question of a document', () => {
  const link = { id: 'link/Y30001', text: 'Is it Y30001 in M3?', choices: ['yes', 'no'] };
  const bank = { id: 'bank/f1', text: 'May it be paid there?', choices: ['approve', 'reject'], persons: 2 };
  it('goes to the sync and into the history, with the note and the name stated', async () => {
    await asks('3101', link);
    const { destinations } = await sut.shown('3101', () => true);
    expect(destinations[0].questions).toEqual([link]);
    const answer = { question: link.id, answer: 'yes', note: 'asked the buyer' };
    const { status, body } = await sut.call('POST', '/api/records/purchase-order/3101/answer', answer, {
      'x-sluice-user': 'mpeeters',
    });
    expect([status, body]).toEqual([
      202,
      { document: documentOf('3101'), action: 'answer', ...answer, by: 'mpeeters' },
    ]);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3101');
    expect(sent.value).toMatchObject({ action: 'answer', ...answer, by: 'mpeeters' });
    expect(sent.value).not.toHaveProperty('proven');
    const { timeline } = await sut.shown('3101', (record) => record.timeline.length === 1);
    expect(timeline[0]).toMatchObject({
      action: 'operator-answer',
      summary: 'mpeeters answered yes to link/Y30001: asked the buyer',
      by: 'mpeeters',
      details: { question: link.id, answer: 'yes', isProven: false },
    });
  });

  it('that needs two persons is refused for whoever bears the token of all, whatever name is stated', async () => {
    await asks('3102', bank);
    const path = '/api/records/purchase-order/3102/answer';
    const answer = { question: bank.id, answer: 'approve', note: 'called them' };
    const { status, body } = await sut.call('POST', path, answer, { 'x-sluice-user': 'ada' });
    expect([status, body.error.code, body.error.fix]).toEqual([
      403,
      'personal-token-needed',
      expect.stringContaining('sluice tokens new NAME'),
    ]);
    for (const [name, token] of Object.entries(personalTokens)) {
      const authorization = `Bearer ${token}`;
      const taken = await sut.call('POST', path, answer, { authorization, 'x-sluice-user': 'mpeeters' });
      expect([taken.status, taken.body.by]).toEqual([202, name]);
      const sent = await operator.waitFor(({ value }) => value.action === 'answer' && value.by === name);
      expect(sent.value).toMatchObject({ document: documentOf('3102'), ...answer, proven: true });
    }
    expect(operator.messages.filter(({ key }) => key === 'purchase-order/3102')).toHaveLength(2);
  });

  it('to what is not asked, or by what is no choice, is refused and not passed on', async () => {
    await asks('3103', link);
    const path = '/api/records/purchase-order/3103/answer';
    const other = await sut.call('POST', path, { question: 'link/Y30002', answer: 'yes' });
    expect([other.status, other.body.error]).toEqual([
      409,
      expect.objectContaining({ code: 'question-not-asked', fix: 'It asks: link/Y30001.' }),
    ]);
    const perhaps = await sut.call('POST', path, { question: link.id, answer: 'perhaps' });
    expect([perhaps.status, perhaps.body.error.fix]).toEqual([400, 'Answer one of: yes, no.']);
    const empty = await sut.call('POST', path, { answer: '' });
    expect(empty.body.error.message).toContain('body.question: must be the id of the question, from the record');
    await sut.call('POST', '/api/records/purchase-order/3103/retry');
    await operator.waitFor(({ key }) => key === 'purchase-order/3103');
    expect(operator.messages.filter(({ key }) => key === 'purchase-order/3103')).toMatchObject([
      { value: { action: 'retry' } },
    ]);
  });

  it('is given to a document whose id has a slash in it, in every route of records', async () => {
    const document = { type: 'm3-supplier' as const, id: '100/Y30001' };
    await send(sut.prefix, 'status.v1', 'm3-supplier/100/Y30001', {
      document,
      title: 'Y30001 in company 100',
      status: 'Needs attention',
      destinations: [{ name: 'm3/100', status: 'Needs attention', questions: [link] }],
      at: '2020-03-09T17:12:13.200Z',
    });
    const path = '/api/records/m3-supplier/100%2FY30001';
    await eventually(async () => (await sut.get(path)).status === 200);
    expect((await sut.get(path)).body).toMatchObject({ type: 'm3-supplier', id: '100/Y30001' });
    for (const [route, body] of [
      ['answer', { question: link.id, answer: 'no' }],
      ['retry', undefined],
      ['ignore', { because: 'not ours' }],
    ] as const)
      expect((await sut.call('POST', `${path}/${route}`, body)).status).toBe(202);
    await operator.waitFor(({ value }) => value.action === 'ignore' && value.document.id === document.id);
    expect(operator.messages.filter(({ key }) => key === 'm3-supplier/100/Y30001')).toMatchObject([
      { value: { action: 'answer', document } },
      { value: { action: 'retry', document } },
      { value: { action: 'ignore', document } },
    ]);
    const unknown = await sut.call('POST', '/api/records/m3-supplier/100%2FY39999/retry');
    expect([unknown.status, unknown.body.error.fix]).toEqual([
      404,
      '`sluice records list --type m3-supplier` shows those that are known.',
    ]);
  });
});
