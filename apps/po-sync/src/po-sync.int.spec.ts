import { topicsReadBy } from '@sluice/reconciler/sync/sync-subscriptions';
import { openDatabase, type Database } from '@sluice/runtime/postgres/database';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicsOf } from '@sluice/runtime/health/checks';
import type { CoupaCommandMessage, M3CommandMessage } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config } from './config.js';
import { aLine, anOrder, type Json } from '../tests/coupa.js';
import { allMapped } from '../tests/given-order.js';
import { settings } from '../tests/settings.js';
import { metadataDomain } from './domain/metadata/metadata-domain.js';
import { purchaseOrderDomain } from './domain/purchase-order-domain.js';
import { migrations } from './migrations.js';
import { start } from './start.js';

type Command = Extract<M3CommandMessage, { steps: unknown }>;
type CoupaCommand = Extract<CoupaCommandMessage, { steps: unknown }>;
type StepResult = Outcome['steps'][number];

const prefix = testPrefix();
let testDb: TestDatabase;
let database: Database;
let app: RunningApp;
let commands: Collection<'m3.command.purchase-order.v1'>;
let writeBacks: Collection<'coupa.command.purchase-order.v1'>;
let statuses: Collection<'status.v1'>;
let links: Collection<'xref.purchase-order.v1'>;
let notices: Collection<'coupa.notice.v1'>;

beforeAll(async () => {
  testDb = await testDatabase({ app: 'po-sync', migrations });
  database = await openDatabase({ app: 'po-sync', databaseUrl: testDb.url });
  await createTopics(
    prefix,
    topicsOf('po-sync', topicsReadBy([purchaseOrderDomain(settings), metadataDomain(settings, [])])),
  );
  app = await start(
    config.parse(
      testEnvironment({
        prefix,
        databaseUrl: testDb.url,
        M3_COMPANY: '100',
        M3_DIVISION: 'AAA',
        M3_BATCH_ORIGIN: 'COUPA',
        M3_ORDER_TYPE: 'CP1',
        COMPANY_TIME_ZONE: 'Europe/Brussels',
        ORDERS_SINCE: 'all',
        COUPA_ORDER_NUMBER_FIELD: 'erp-po-no',
        M3_PRECHECKS: 'off',
      }),
    ),
  );
  for (const { topic, key, value } of allMapped) await send(prefix, topic, key, value as never);
  [commands, writeBacks, statuses, links, notices] = await Promise.all([
    collect(prefix, 'm3.command.purchase-order.v1'),
    collect(prefix, 'coupa.command.purchase-order.v1'),
    collect(prefix, 'status.v1'),
    collect(prefix, 'xref.purchase-order.v1'),
    collect(prefix, 'coupa.notice.v1'),
  ]);
});

afterAll(async () => {
  await app?.stop();
  await Promise.all([commands, writeBacks, statuses, links, notices].map((collection) => collection?.stop()));
  await database?.close();
  await testDb?.drop();
  await deletePrefix(prefix);
});

const snapshot = (order: Json) =>
  send(prefix, 'coupa.purchase-order.v1', `purchase-order/${String(order['id'])}`, {
    body: order,
    fetchedAt: new Date().toISOString(),
  } as never);

const commandOf = async (id: string, kind: 'create' | 'read'): Promise<Command> => {
  const { value } = await commands.waitFor(
    ({ key, value }) =>
      key === `purchase-order/${id}` &&
      'steps' in value &&
      value.steps.some((step) => step.id.startsWith(kind === 'create' ? 'finish-entry' : 'read-head/')),
  );
  return value as Command;
};

const writeBackOf = async (id: string, kind: 'read' | 'write'): Promise<CoupaCommand> => {
  const { value } = await writeBacks.waitFor(
    ({ key, value }) =>
      key === `purchase-order/${id}` &&
      'steps' in value &&
      value.steps.some(({ method }) => (method === 'GET') === (kind === 'read')),
  );
  return value as CoupaCommand;
};

/** As the gateway would answer. */
const answer = (
  command: Command | CoupaCommand,
  result: Outcome['result'],
  steps: readonly StepResult[],
  more: Partial<Outcome> = {},
) =>
  send(
    prefix,
    `${command.destination === 'coupa' ? 'coupa' : 'm3'}.outcome.purchase-order.v1`,
    `purchase-order/${command.document.id}`,
    {
      commandId: command.commandId,
      document: command.document,
      destination: command.destination,
      result,
      steps: [...steps],
      refusals: [],
      at: new Date().toISOString(),
      ...more,
    },
  );

const created: readonly StepResult[] = [
  { id: 'start-entry', state: 'ok', records: [[{ MSGN: '42' }]] },
  { id: 'add-head', state: 'ok', records: [[{ PUNO: '5000021' }]] },
  { id: 'finish-entry', state: 'ok', records: [[]] },
];

/** What is read back: the order of the fixtures. */
const seenInM3 = (PUNO: string): StepResult[] => [
  { id: `read-head/${PUNO}`, state: 'ok', records: [[{ PUNO, PUSL: '15', SUNO: 'Y30001', CUCD: 'EUR' }]] },
  {
    id: `read-lines/${PUNO}`,
    state: 'ok',
    records: [[{ PNLI: '1', PNLS: '0', ITNO: 'BRG6204', ORQA: '10', PUPR: '4.125', PUUN: 'PCS', PUSL: '15' }]],
  },
];

const writeBackAfter = (command: CoupaCommandMessage, commandId: string): boolean =>
  'steps' in command && command.commandId > commandId;

const statusOf = (id: string, status: string) =>
  statuses.waitFor(({ key, value }) => key === `purchase-order/${id}` && value.status === status);

describe('an order on its way', () => {
  it('a snapshot becomes a command, an outcome a status, and each line can be found in M3', async () => {
    await snapshot(anOrder({ id: 1, 'po-number': 'P1', 'order-lines': [aLine({ id: 11 })] }));
    const create = await commandOf('1', 'create');
    expect(create).toMatchObject({ company: '100', division: 'AAA', priority: 'live', document: { id: '1' } });
    await statusOf('1', 'In progress');

    await answer(create, 'ok', created);
    const read = await commandOf('1', 'read');
    await answer(read, 'ok', seenInM3('5000021'));
    await answer(await writeBackOf('1', 'read'), 'ok', [{ id: 'history-records', state: 'ok', records: [[]] }]);
    const writeBack = await writeBackOf('1', 'write');
    expect(writeBack.steps.map(({ id }) => id)).toEqual(['order-number', 'history', 'exported']);
    await answer(writeBack, 'ok', []);
    const { value } = await statusOf('1', 'Posted');
    expect(value).toMatchObject({ title: 'PO P1 · Acme Bearings', m3: { company: '100', number: '5000021' } });
    const link = await links.waitFor(({ key }) => key === '11');
    expect(link.value).toMatchObject({ purchaseOrderId: '1', orderNumber: '5000021', line: '1' });
  });

  it('C38: a write-back that Coupa refuses is a warning beside an order that M3 holds, and a retry sends it alone', async () => {
    await snapshot(anOrder({ id: 8, 'po-number': 'P8', 'order-lines': [aLine({ id: 81 })] }));
    const create = await commandOf('8', 'create');
    await answer(create, 'found', [{ id: 'confirm', state: 'ok', records: [[{ PUNO: '5000028', YRE1: 'P8' }]] }]);
    await answer(await commandOf('8', 'read'), 'ok', seenInM3('5000028'));
    await answer(await writeBackOf('8', 'read'), 'ok', [{ id: 'history-records', state: 'ok', records: [[]] }]);
    const writeBack = await writeBackOf('8', 'write');
    await answer(writeBack, 'ok', [], {
      refusals: [{ step: 'order-number', index: 0, code: '400', field: 'erp-po-no', message: 'is no custom field' }],
    });
    const { value } = await statusOf('8', 'Posted');
    expect(value.warning).toMatchObject({
      code: 'coupa-refused',
      message: expect.stringContaining('is no custom field'),
    });

    const sentToM3 = commands.messages.length;
    await send(prefix, 'operator.v1', 'purchase-order/8', {
      action: 'retry',
      document: create.document,
      by: 'test',
      at: new Date().toISOString(),
    });
    await writeBacks.waitFor(
      ({ key, value: again }) => key === 'purchase-order/8' && writeBackAfter(again, writeBack.commandId),
    );
    expect(commands.messages).toHaveLength(sentToM3);
  });

  it('an order that M3 has not made yet is asked for again, and not sent again', async () => {
    await snapshot(anOrder({ id: 2, 'po-number': 'P2', 'order-lines': [aLine({ id: 21 })] }));
    const create = await commandOf('2', 'create');
    await answer(create, 'ok', created);
    const absent: StepResult[] = [
      { id: 'read-head/5000021', state: 'ok', records: [[]] },
      { id: 'read-lines/5000021', state: 'ok', records: [] },
    ];
    const first = await commandOf('2', 'read');
    await answer(first, 'ok', absent);
    await commands.waitFor(
      ({ key, value }) =>
        key === 'purchase-order/2' &&
        value.commandId !== first.commandId &&
        'steps' in value &&
        value.steps[0]?.id === 'read-head/5000021',
    );
    const creates = commands.messages.filter(
      ({ key, value }) =>
        key === 'purchase-order/2' && 'steps' in value && value.steps.some(({ id }) => id === 'add-head'),
    );
    expect(creates).toHaveLength(1);
  });

  it('what was corrected in M3 is seen by a retry, and nothing is ordered again', async () => {
    await snapshot(anOrder({ id: 12, 'po-number': 'P12', 'order-lines': [aLine({ id: 121, quantity: '7' })] }));
    const create = await commandOf('12', 'create');
    await answer(create, 'ok', created);
    const first = await commandOf('12', 'read');
    await answer(first, 'ok', seenInM3('5000021'));
    const { value } = await statusOf('12', 'Needs attention');
    expect(value.reason?.message).toBe('line 1, quantity: expected 7, M3 holds 10');

    const history = await writeBackOf('12', 'read');
    await answer(history, 'ok', [{ id: 'history-records', state: 'ok', records: [[]] }]);
    await answer(await writeBackOf('12', 'write'), 'ok', []);
    await send(prefix, 'operator.v1', 'purchase-order/12', {
      action: 'retry',
      document: create.document,
      by: 'test',
      at: new Date().toISOString(),
    });
    const { value: again } = await commands.waitFor(
      ({ key, value: next }) => key === 'purchase-order/12' && 'steps' in next && next.commandId > first.commandId,
    );
    expect((again as Command).steps.map(({ id }) => id)).toEqual(['read-head/5000021', 'read-lines/5000021']);
    const [head, lines] = seenInM3('5000021') as [StepResult, StepResult];
    const corrected = lines.records.map((records) => records.map((line) => ({ ...line, ORQA: '7' })));
    await answer(again as Command, 'ok', [head, { ...lines, records: corrected }]);
    await links.waitFor(({ key }) => key === '121');
  });

  it('what M3 refuses is shown in M3’s words, and the same event again sends nothing', async () => {
    const order = anOrder({ id: 3, 'po-number': 'P3', 'order-lines': [aLine({ id: 31 })] });
    await snapshot(order);
    const create = await commandOf('3', 'create');
    await answer(create, 'refused', [], {
      refusals: [
        {
          step: 'add-head',
          transaction: 'AddHead',
          code: 'WTT0403',
          field: 'ORTY',
          message: 'Order type CP1 does not exist',
        },
      ],
    });
    const { value } = await statusOf('3', 'Needs attention');
    expect(value.reason).toMatchObject({
      code: 'm3-refused',
      message: expect.stringContaining('Order type CP1 does not exist'),
    });

    const { envelope } = await snapshot(order);
    await eventually(async () => {
      const [row] = await database.query<{ sequence: string; due_at: Date | null }>(
        `SELECT sequence, due_at FROM document WHERE type = 'purchase-order' AND id = '3'`,
      );
      return Number(row?.sequence) === envelope.sequence && row?.due_at === null;
    });
    expect(commands.messages.filter(({ key }) => key === 'purchase-order/3')).toHaveLength(1);
  });
});

describe('an order that changes before M3 has it', () => {
  it('P42: is withdrawn, and only the latest goes out', async () => {
    await snapshot(anOrder({ id: 9, 'po-number': 'P9', 'order-lines': [aLine({ id: 91 })] }));
    const first = await commandOf('9', 'create');
    await snapshot(anOrder({ id: 9, 'po-number': 'P9', 'order-lines': [aLine({ id: 91, quantity: '12' })] }));
    await commands.waitFor(({ value }) => 'withdraw' in value && value.commandId === first.commandId);
    expect(commands.messages.filter(({ key }) => key === 'purchase-order/9')).toHaveLength(2);

    await answer(first, 'withdrawn', []);
    const { value } = await commands.waitFor(
      ({ key, value: next }) => key === 'purchase-order/9' && 'steps' in next && next.commandId !== first.commandId,
    );
    const lines = (value as Command).steps.find(({ id }) => id === 'add-lines');
    expect(lines?.transactions.map(({ record }) => record['ORQA'])).toEqual(['12']);
  });
});

const supplierIn88 = (blocked: boolean) =>
  send(prefix, 'xref.supplier.v1', '88', {
    supplierId: '88',
    entries: [{ company: '100', number: 'Y30088', blocked }],
  });

describe('an order whose supplier M3 has blocked', () => {
  it('S13: needs a person, and goes on by itself when the block goes', async () => {
    await supplierIn88(true);
    await snapshot(
      anOrder({ id: 10, 'po-number': 'P10', supplier: { id: 88, name: 'Slow' }, 'order-lines': [aLine({ id: 101 })] }),
    );
    const { value } = await statusOf('10', 'Needs attention');
    expect(value.reason?.code).toBe('supplier-blocked');
    await supplierIn88(false);
    await commandOf('10', 'create');
  });
});

describe('an order that misses something', () => {
  it('waits for it by name and goes on by itself', async () => {
    await snapshot(anOrder({ id: 5, 'po-number': 'P5', 'order-lines': [aLine({ id: 51, uom: { code: 'BOX' } })] }));
    const { value } = await statusOf('5', 'Waiting');
    expect(value.waitingFor).toEqual(['mapping.v1/unit/BOX']);

    await send(prefix, 'mapping.v1', 'unit/BOX', {
      table: 'unit',
      key: 'BOX',
      value: { unit: 'BOX', decimals: '0' },
      updatedAt: new Date().toISOString(),
      updatedBy: 'test',
    });
    const create = await commandOf('5', 'create');
    const lines = create.steps.find(({ id }) => id === 'add-lines');
    expect(lines && 'transactions' in lines && lines.transactions[0]?.record['PUUN']).toBe('BOX');
  });

  it('a supplier that was never heard of is asked for', async () => {
    await snapshot(
      anOrder({ id: 6, 'po-number': 'P6', supplier: { id: 99, name: 'New one' }, 'order-lines': [aLine({ id: 61 })] }),
    );
    const { value } = await statusOf('6', 'Waiting');
    expect(value.waitingFor).toEqual(['xref.supplier.v1/99']);
    const notice = await notices.waitFor(({ key }) => key === 'supplier/99');
    expect(notice.value).toMatchObject({ reason: 'missing-reference' });

    await send(prefix, 'xref.supplier.v1', '99', {
      supplierId: '99',
      entries: [{ company: '100', number: 'Y30099', blocked: false }],
    });
    await commandOf('6', 'create');
  });
});
