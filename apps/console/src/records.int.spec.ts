import { eventually } from '@sluice/testing/eventually';
import { send, sendRaw } from '@sluice/testing/kafka';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConsoleUnderTest, documentOf, lineOf, missingBox } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();

const listed = async (query: string) => ids((await sut.get(`/api/records?${query}`)).body).toSorted();

const scanOf = (company: string, status: 'Posted' | 'Needs attention') =>
  send(sut.prefix, 'status.v1', `m3-supplier-scan/${company}`, {
    document: { type: 'm3-supplier-scan', id: company },
    title: `Scan of company ${company}`,
    status,
    destinations: [],
    at: '2020-03-09T17:12:13.200Z',
  });

const ids = (body: { records: { id: string }[] }) => body.records.map(({ id }) => id);

describe('a record', () => {
  it('is there as Received from the moment that ingress took the event in', async () => {
    await sut.sayReceived('1001');
    expect(await sut.shown('1001', () => true)).toMatchObject({
      type: 'purchase-order',
      id: '1001',
      title: 'Purchase order 1001 (Coupa’s id)',
      status: 'Received',
      destinations: [],
      updatedAt: '2020-03-09T17:12:04.118Z',
    });
  });

  it('is there, too, when the event came under an id that another event had used', async () => {
    await sut.say('1006', {
      document: documentOf('1006'),
      app: 'ingress',
      action: 'event-id-reused',
      summary: 'Another event came under the id 7',
      at: '2020-03-09T17:12:04.118Z',
    });
    expect(await sut.shown('1006', () => true)).toMatchObject({
      status: 'Received',
      timeline: [{ action: 'event-id-reused' }],
    });
  });

  it('shows the newest status of its sync, with reason, fix and the page that tells more', async () => {
    const waiting = { status: 'Waiting' as const, reason: missingBox, waitingFor: ['mapping.v1/unit/BOX'] };
    await sut.sayReceived('1002');
    await sut.sayStatus('1002', { ...waiting, destinations: [{ name: 'm3/100', ...waiting }] });
    const withDocs = { ...missingBox, docs: 'docs/errors/mapping-missing.md' };
    expect(await sut.shown('1002', ({ status }) => status === 'Waiting')).toMatchObject({
      title: 'PO 1002 · Acme Bearings',
      reason: withDocs,
      waitingFor: ['mapping.v1/unit/BOX'],
      destinations: [{ name: 'm3/100', status: 'Waiting', reason: withDocs, waitingFor: ['mapping.v1/unit/BOX'] }],
    });
    await sut.sayStatus('1002', { status: 'Posted', m3: { company: '100', number: '5000021' } });
    const posted = await sut.shown('1002', ({ status }) => status === 'Posted');
    expect(posted.m3).toEqual({ company: '100', number: '5000021' });
    expect(posted).not.toHaveProperty('reason');
    expect(posted).not.toHaveProperty('waitingFor');
  });

  it('shows what a person wants to know first, in the order in which its sync says it', async () => {
    const highlights = [
      { label: 'Supplier', text: 'Acme Bearings' },
      { label: 'Line 1', text: 'Bearing · 10 EA' },
    ];
    await sut.sayStatus('1008', { highlights });
    expect((await sut.shown('1008', () => true)).highlights).toEqual(highlights);
    await sut.sayStatus('1008', { status: 'Posted' });
    expect(await sut.shown('1008', ({ status }) => status === 'Posted')).not.toHaveProperty('highlights');
  });

  it('shows a code that a newer sync names as it is, without a page', async () => {
    const reason = { ...missingBox, code: 'moon-in-the-way' as 'unexpected' };
    await sut.sayStatus('1007', {
      reason,
      warning: reason,
      destinations: [{ name: 'm3/100', status: 'Held', reason }],
    });
    expect(await sut.shown('1007', () => true)).toMatchObject({ reason, warning: reason, destinations: [{ reason }] });
    const { body } = await sut.get('/api/records?reason=moon-in-the-way');
    expect(ids(body)).toEqual(['1007']);
    expect(JSON.stringify(body)).not.toContain('docs');
  });

  it('is not turned back by a status that arrives late, nor by another event', async () => {
    await sut.sayStatus('1003', { status: 'Posted' }, 2000);
    await sut.sayStatus('1003', { status: 'Waiting' }, 1000);
    await sut.sayReceived('1003');
    await sut.sayStatus('1003', { status: 'Posted', title: 'PO 1003 · the end' }, 3000);
    const record = await sut.shown('1003', ({ title, timeline }) => title.endsWith('the end') && timeline.length > 0);
    expect(record.status).toBe('Posted');
  });

  it('tells its history in order of time, each line once however often it came', async () => {
    const { envelope } = await sut.sayReceived('1004', '2020-03-09T17:12:04.000Z');
    const decided = lineOf('1004', '2020-03-09T17:12:06.000Z', 'decided');
    await sut.say('1004', lineOf('1004', '2020-03-09T17:12:08.000Z', 'posted'));
    await sut.say('1004', decided, { id: envelope.id.replace(/^./, 'a') });
    await sut.say('1004', decided, { id: envelope.id.replace(/^./, 'a') });
    const { timeline } = await sut.shown('1004', (record) => record.timeline.length >= 3);
    expect(timeline.map(({ action }: { action: string }) => action)).toEqual(['event-received', 'decided', 'posted']);
    expect(timeline[0]).toEqual({
      at: '2020-03-09T17:12:04.000Z',
      app: 'ingress',
      action: 'event-received',
      summary: 'Coupa announced purchase_order.issued',
      direction: 'in',
      details: { eventId: 'evt-1004' },
    });
  });

  it('warns of a message that was set aside, until the next status', async () => {
    await sut.sayReceived('1005');
    await sut.shown('1005', () => true);
    await send(sut.prefix, 'dead-letter.v1', 'purchase-order/1005', {
      topic: 'coupa.purchase-order.v1',
      partition: 1,
      offset: '17',
      app: 'po-sync',
      reason: { code: 'unreadable', message: 'The value is not JSON' },
      tries: 1,
      value: null,
      headers: {},
      at: '2020-03-09T17:12:10.000Z',
    });
    const warned = await sut.shown('1005', ({ warning }) => warning !== undefined);
    expect(warned).toMatchObject({
      status: 'Received',
      warning: { code: 'unreadable', docs: 'docs/errors/unreadable.md' },
    });
    expect(warned.timeline.at(-1).action).toBe('dead-lettered');
    await sut.sayStatus('1005', { status: 'Posted' });
    expect(await sut.shown('1005', ({ status }) => status === 'Posted')).not.toHaveProperty('warning');
  });

  it('that nobody has heard of is not found, with a word about ids', async () => {
    const { status, body } = await sut.get('/api/records/purchase-order/404404');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      code: 'not-found',
      fix: expect.stringContaining('Coupa'),
      docs: 'docs/errors/not-found.md',
    });
  });
});

describe('the list of records', () => {
  beforeAll(async () => {
    for (const [index, id] of ['2001', '2002', '2003', '2004', '2005'].entries())
      await sut.sayStatus(id, {
        title: `PO ${id} · List 100%`,
        status: index === 2 ? 'Held' : 'Superseded',
        m3: { company: '100', number: `77${id}` },
        // Three of one moment, so that the order of ids decides.
        at: index < 3 ? '2020-04-01T00:00:00.000Z' : '2020-04-02T00:00:00.000Z',
      });
    await eventually(async () => (await sut.get('/api/records?q=List')).body.records.length === 5);
  });

  it('begins with what changed last and goes on page by page', async () => {
    const seen: string[][] = [];
    let cursor = '';
    do {
      const { body } = await sut.get(`/api/records?q=List&limit=2${cursor}`);
      seen.push(ids(body));
      cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([['2004', '2005'], ['2001', '2002'], ['2003']]);
  });

  it.each([
    ['q=List&status=Held', ['2003']],
    ['q=772005', ['2005']],
    ['q=100%25&status=Held', ['2003']],
    ['q=PO%202001', ['2001']],
    ['type=supplier', []],
    ['q=1_1', []],
    ['q=List&since=2020-04-02T00:00:00Z', ['2004', '2005']],
    ['q=List&reason=mapping-missing', []],
    ['waitingFor=mapping.v1/unit/NOWHERE', []],
  ])('with %s is %j', async (query, expected) => {
    expect(ids((await sut.get(`/api/records?${query}`)).body)).toEqual(expected);
  });

  it('leave out what Sluice does by itself, unless somebody is needed there or its type is asked for', async () => {
    await scanOf('901', 'Posted');
    await scanOf('902', 'Needs attention');
    await eventually(async () => (await listed('type=m3-supplier-scan')).length === 2);
    expect(await listed('q=Scan')).toEqual(['902']);
  });

  it.each([
    ['status=Lost', /status: must be one of Received, In progress/],
    ['type=order', /type/],
    ['limit=0', /limit/],
    ['since=yesterday', /since: must be a moment in UTC/],
    ['cursor=abc', /cursor: is no cursor; take it from nextCursor/],
  ])('refuses %s and says what may stand there', async (query, message) => {
    const { status, body } = await sut.get(`/api/records?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'body-invalid', message: expect.stringMatching(message) });
  });
});

describe('the figures', () => {
  it('say how many documents there are of each status, how long the oldest waits, and what was set aside', async () => {
    await sut.sayStatus('6001', { status: 'Waiting', reason: missingBox, waitingFor: ['xref.supplier.v1/7'] });
    await sut.shown('6001', ({ status }) => status === 'Waiting');
    await sendRaw(sut.prefix, 'status.v1', { key: 'no-document', value: '{"broken', headers: {} });
    const figures = await eventually(async () => {
      const text = await (await fetch(`${sut.url}/metrics`)).text();
      return text.includes('sluice_dead_letters{of="console"') ? text : undefined;
    });
    expect(figures).toMatch(/^sluice_records\{type="purchase-order",status="Waiting",app="console"\} [1-9]/m);
    expect(figures).toMatch(/^sluice_records\{type="invoice",status="Posted",app="console"\} 0$/m);
    expect(figures).toMatch(
      /^sluice_records_by_reason\{type="purchase-order",status="Waiting",reason="mapping-missing",app="console"\} [1-9]/m,
    );
    expect(figures).toMatch(/^sluice_oldest_waiting_seconds\{type="purchase-order",app="console"\} [1-9]\d{7}/m);
    expect(figures).toMatch(/^sluice_dead_letters\{of="console",app="console"\} 1$/m);
  });
});
