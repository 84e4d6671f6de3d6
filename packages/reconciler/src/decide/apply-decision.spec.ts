import { describe, expect, test } from 'vitest';
import { m3Destination, readFromM3, writeToCoupa, writeToM3 } from '../../tests/toy-domain.js';
import { applyDecision, leaveOut, type DecisionContext } from './apply-decision.js';
import { done, inProgress, refused, send, waiting, type Fact, type Ref } from '../decision.js';
import type { EndedCommand, InFlight, Destination } from '../document/knowledge.js';

const now = '2026-03-01T08:00:00.000Z';
const document = { type: 'purchase-order', id: '1' } as const;
const commandId = '01890000-0000-7000-8000-000000000001';
const because = { code: 'm3-refused', message: 'no' } as const;
const missing: Ref = { topic: 'mapping.v1', key: 'unit/BOX', sequence: 0 };

const context = (facts: [string, Fact][] = [], over: Partial<DecisionContext> = {}): DecisionContext => ({
  document,
  priority: 'live',
  now,
  facts: new Map([[m3Destination, new Map(facts)]]),
  readBacks: new Map(),
  isRetried: false,
  newId: () => commandId,
  ...over,
});

const destination = (over: Partial<Destination> = {}): Destination => ({ name: m3Destination, ...over });

const inFlight = (target: unknown, over: Partial<InFlight> = {}): InFlight => ({
  commandId: '01890000-0000-7000-8000-000000000009',
  kind: 'write',
  target,
  sentAt: now,
  command: {
    commandId,
    document,
    destination: m3Destination,
    priority: 'live',
    decidedAt: now,
    company: '100',
    steps: [],
  },
  ...over,
});

const ended = (over: Partial<EndedCommand>): EndedCommand => ({
  commandId: '01890000-0000-7000-8000-000000000009',
  kind: 'write',
  result: 'refused',
  refusals: [],
  at: now,
  because,
  ...over,
});

test('given nothing in flight, when a script is decided, then it is sent whole and kept whole', () => {
  const { steps } = writeToM3({});
  const applied = applyDecision(destination(), send(writeToM3({ quantity: '5' })), context());
  const command = {
    commandId,
    document,
    destination: m3Destination,
    priority: 'live',
    decidedAt: now,
    company: '100',
    steps,
  };
  expect(applied.message).toEqual(command);
  expect(applied.destination.inFlight).toEqual({
    commandId,
    kind: 'write',
    target: { quantity: '5' },
    sentAt: now,
    command,
  });
  expect(applied.destinationStatus).toEqual({ name: m3Destination, status: 'In progress' });
});

test('given a command in flight, when the same target is decided, then nothing is sent', () => {
  const applied = applyDecision(
    destination({ inFlight: inFlight({ a: '1' }) }),
    send(writeToM3({ a: ' 1 ' })),
    context(),
  );
  expect(applied.message).toBeUndefined();
  expect(applied.destinationStatus.status).toBe('In progress');
});

test.each([
  ['another target', send(writeToM3({ a: '2' }))],
  ['nothing', done('Ignored')],
  ['a refusal', refused(because)],
  ['waiting for a reference', waiting([missing], because)],
])('given a write in flight, when %s is decided, then it is withdrawn once', (_what, decision) => {
  const applied = applyDecision(destination({ inFlight: inFlight({ a: '1' }) }), decision, context());
  expect(applied.message).toMatchObject({ commandId: inFlight({}).commandId, withdraw: true });
  expect(applyDecision(applied.destination, decision, context()).message).toBeUndefined();
});

test.each([
  ['a question', send(readFromM3('7001'))],
  ['that M3 is still at work', inProgress(because, now)],
])('given a write in flight, when %s is decided, then it is left alone', (_what, decision) => {
  expect(applyDecision(destination({ inFlight: inFlight({ a: '1' }) }), decision, context()).message).toBeUndefined();
});

test('given a read in flight, when anything is decided, then its answer is awaited', () => {
  const reading = destination({ inFlight: inFlight(undefined, { kind: 'read' }) });
  expect(applyDecision(reading, send(writeToM3({ a: '1' })), context()).message).toBeUndefined();
});

test('given a write in flight, when the destination is not named any more, then it is withdrawn and shown until its end', () => {
  const left = leaveOut(destination({ inFlight: inFlight({ a: '1' }) }), context());
  expect(left.message).toMatchObject({ withdraw: true });
  expect(left.destinationStatus?.status).toBe('In progress');
  expect(leaveOut(destination({ status: 'Posted' }), context())).toEqual({
    destination: destination(),
    waitsFor: [],
    watches: [],
  });
});

test('given a refused write, when the same target is decided, then the refusal stays, through reads in between', () => {
  const refusedOnce = destination({
    refusedWrite: ended({ target: { a: '1' } }),
    last: ended({ kind: 'read', result: 'ok' }),
  });
  const again = applyDecision(refusedOnce, send(writeToM3({ a: '1' })), context());
  expect(again.message).toBeUndefined();
  expect(again.destinationStatus).toEqual({ name: m3Destination, status: 'Needs attention', reason: because });
  expect(applyDecision(refusedOnce, send(writeToM3({ a: '2' })), context()).message).toBeDefined();
});

test('given a refused read, when the same is asked, then nothing is sent; when another is asked, it is', () => {
  const refusedRead = destination({ last: ended({ kind: 'read', steps: readFromM3('7001').steps }) });
  expect(applyDecision(refusedRead, send(readFromM3('7001')), context()).destinationStatus.status).toBe(
    'Needs attention',
  );
  expect(applyDecision(refusedRead, send(readFromM3('7002')), context()).message).toBeDefined();
});

test('given an answer not yet decided upon, when the same is asked, then that is a bug; later it may be asked again', () => {
  const last = ended({ kind: 'read', result: 'ok', steps: readFromM3('7001').steps });
  const fact = (justRead: boolean): [string, Fact] => [
    'get-order',
    { records: [], readAt: now, commandId: last.commandId, justRead },
  ];
  const ask = (justRead: boolean) =>
    applyDecision(destination({ last }), send(readFromM3('7001')), context([fact(justRead)]));
  expect(() => ask(true)).toThrow(/asks again for what its last read has just brought/);
  expect(ask(false).message).toBeDefined();
});

test('a script for the other system is a bug', () => {
  expect(() => applyDecision(destination(), send(writeToCoupa({})), context())).toThrow(
    /a script for coupa was decided for destination m3\/100/,
  );
});

test('nothing missing and M3 at work is progress; a missing reference is waiting, by name', () => {
  expect(applyDecision(destination(), inProgress(because, now), context()).destinationStatus.status).toBe(
    'In progress',
  );
  expect(applyDecision(destination(), waiting([missing], because), context())).toMatchObject({
    destinationStatus: { status: 'Waiting', waitingFor: ['mapping.v1/unit/BOX'] },
    waitsFor: [missing],
  });
});

test.each([
  ['retrying', 'Retrying'],
  ['throttled', 'Throttled'],
] as const)('a command that is %s in its gateway shows so, with the gateway’s message', (kind, status) => {
  const delay = { kind, code: 'unavailable', message: 'M3 has not answered', since: now };
  const delayed = destination({ inFlight: inFlight({ a: '1' }, { delay }) });
  expect(applyDecision(delayed, send(writeToM3({ a: '1' })), context()).destinationStatus).toMatchObject({
    status,
    reason: { code: 'unavailable', message: delay.message, fix: expect.stringContaining('by itself') },
  });
});

test('a person was asked: that shows whatever is decided, with what is asked and the command line that settles it', () => {
  const needsOperator = { message: 'no answer', at: now, step: 'finish' };
  const asked = destination({ inFlight: inFlight({ a: '1' }, { needsOperator }) });
  expect(applyDecision(asked, send(writeToM3({ a: '1' })), context()).destinationStatus).toMatchObject({
    status: 'Unknown outcome',
    asked: { commandId: '01890000-0000-7000-8000-000000000009', step: 'finish' },
    reason: {
      message: 'no answer',
      fix: expect.stringContaining(
        'sluice records settle purchase-order/1 --command 01890000-0000-7000-8000-000000000009 --step finish --verdict done',
      ),
    },
  });
});

test('a target that was confirmed already is known to be sent again', () => {
  const confirmed = destination({ acknowledged: { a: '1' } });
  expect(applyDecision(confirmed, send(writeToM3({ a: ' 1' })), context()).destination.inFlight?.sentAgain).toBe(true);
  const changed = applyDecision(confirmed, send(writeToM3({ a: '2' })), context());
  expect(changed.destination.inFlight).not.toHaveProperty('sentAgain');
});

const confirming = (step: string, transaction?: number) =>
  send({
    ...writeToM3({ a: '1' }),
    confirms: [{ step, ...(transaction !== undefined && { transaction }), path: ['a'], value: '1' }],
  });

describe('what the steps of a write confirm', () => {
  test('is kept with the command and not sent', () => {
    const applied = applyDecision(destination(), confirming('add-lines', 1), context());
    expect(applied.destination.inFlight?.confirms).toEqual([
      { step: 'add-lines', transaction: 1, path: ['a'], value: '1' },
    ]);
    expect(applied.message).not.toHaveProperty('confirms');
  });

  test.each([
    ['another step', confirming('add-head')],
    ['a transaction too many', confirming('add-lines', 2)],
  ])('and names %s, is a bug', (_what, decision) => {
    expect(() => applyDecision(destination(), decision, context())).toThrow(/the script has none such/);
  });
});

const doubted = (over: Partial<Destination> = {}) => destination({ readBackSince: now, ...over });
const readBacks = new Map([[m3Destination, readFromM3('7001')]]);

/** Whether these steps, decided by the domain itself, count as the read-back. */
const readsBack = (...steps: unknown[]) =>
  applyDecision(doubted(), send({ ...readFromM3(''), steps } as never), context([], { readBacks })).destination.inFlight
    ?.readsBack;

describe('after a write that ended half-way', () => {
  const write = send(writeToM3({ a: '1' }));

  test('what M3 holds is read in place of the write', () => {
    const applied = applyDecision(doubted(), write, context([], { readBacks }));
    expect(applied.message).toMatchObject({ steps: [{ id: 'get-order' }] });
    expect(applied.destination).toMatchObject({ readBackSince: now, inFlight: { kind: 'read', readsBack: true } });
    expect(applied.destinationStatus).toMatchObject({ status: 'In progress', reason: { code: 'unknown-outcome' } });
  });

  test('the domain’s own read counts where it reads the same and more, and no other', () => {
    const [step] = readFromM3('7001').steps;
    const [other] = readFromM3('7002').steps;
    expect(readsBack(other, step)).toBe(true);
    expect(readsBack(other)).toBeUndefined();
  });

  test('a read-back that M3 refused is not asked again, until a person retries', () => {
    const last = ended({ kind: 'read', steps: readFromM3('7001').steps });
    const applied = applyDecision(doubted({ last }), write, context([], { readBacks }));
    expect(applied.message).toBeUndefined();
    expect(applied.destinationStatus).toMatchObject({ status: 'Needs attention', reason: because });
    expect(applyDecision(doubted(), write, context([], { readBacks })).message).toBeDefined();
  });

  test('the same target stays refused, and nothing is read for it', () => {
    const refusedWrite = ended({ target: { a: '1' } });
    expect(applyDecision(doubted({ refusedWrite }), write, context([], { readBacks })).message).toBeUndefined();
  });

  test('where nothing can be read a person must look, and whoever retries has looked', () => {
    const applied = applyDecision(doubted(), write, context());
    expect(applied.message).toBeUndefined();
    expect(applied.destinationStatus).toMatchObject({
      status: 'Needs attention',
      reason: { code: 'unknown-outcome', fix: expect.stringContaining('then retry') },
    });
    const retried = applyDecision(applied.destination, write, context([], { isRetried: true }));
    expect(retried.message).toBeDefined();
    expect(retried.destination.readBackSince).toBeUndefined();
  });

  test('a read-back that writes is a bug', () => {
    const writes = context([], { readBacks: new Map([[m3Destination, writeToM3({})]]) });
    expect(() => applyDecision(doubted(), write, writes)).toThrow(/the script for it writes/);
  });
});
