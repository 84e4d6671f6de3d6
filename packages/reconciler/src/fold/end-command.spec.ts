import type { Outcome } from '@sluice/shared/messages/outcome';
import { describe, expect, test } from 'vitest';
import { m3Destination, writeToM3 } from '../../tests/toy-domain.js';
import { equalTargets } from '../canonical-form.js';
import type { ConfirmedSlice } from '../decision.js';
import type { InFlight, Destination } from '../document/knowledge.js';
import { endCommand } from './end-command.js';
import { refusalReason } from './refusal-reason.js';

const at = '2026-03-01T08:00:00.000Z';
const commandId = '01890000-0000-7000-8000-000000000001';
const document = { type: 'purchase-order', id: '1' } as const;
const target = { quantity: '6' };
const before = { quantity: '5' };
const { steps } = writeToM3(target);
const command = {
  commandId,
  document,
  destination: m3Destination,
  priority: 'live',
  decidedAt: at,
  company: '100',
  steps: [...steps],
} as InFlight['command'];

const outcome = (result: Outcome['result'], refusals: Outcome['refusals'] = []): Outcome => ({
  commandId,
  document,
  destination: m3Destination,
  result,
  steps: [],
  refusals,
  at,
});

const end = (result: Outcome['result'], kind: 'read' | 'write' = 'write'): Destination => {
  const inFlight: InFlight = { commandId, kind, target, sentAt: at, command };
  return endCommand({ name: m3Destination, acknowledged: before, inFlight }, inFlight, outcome(result), {
    observed: { quantity: '4' },
    now: at,
  });
};

test.each([
  ['ok', 'write', target],
  ['found', 'write', { quantity: '4' }],
  ['ok', 'read', before],
  ['refused', 'write', before],
  ['undone', 'write', before],
  ['expired', 'write', before],
  ['withdrawn', 'write', before],
] as const)('after `%s` to a %s nothing is in flight, and M3 is known to hold %j', (result, kind, held) => {
  const destination = end(result, kind);
  expect(destination.inFlight).toBeUndefined();
  expect(destination.acknowledged).toEqual(held);
  expect(destination.last).toMatchObject({ commandId, kind, result, at });
});

test('the memory of a refused write ends with a write that succeeds', () => {
  const refused = end('refused');
  expect(refused.refusedWrite?.target).toEqual(target);
  const inFlight: InFlight = { commandId, kind: 'write', target, sentAt: at, command };
  expect(endCommand(refused, inFlight, outcome('expired'), { now: at }).refusedWrite).toBeDefined();
  expect(endCommand(refused, inFlight, outcome('ok'), { now: at }).refusedWrite).toBeUndefined();
});

const confirm = (destination: Destination, next: unknown, result: Outcome['result'] = 'ok'): Destination => {
  const sentAgain = destination.acknowledged !== undefined && equalTargets(destination.acknowledged, next);
  const inFlight: InFlight = {
    commandId,
    kind: 'write',
    target: next,
    ...(sentAgain && { sentAgain }),
    sentAt: at,
    command,
  };
  return endCommand({ ...destination, inFlight }, inFlight, outcome(result), { observed: { quantity: '4' }, now: at });
};

test('a target is known to be confirmed twice in a row, until another one is', () => {
  const once = confirm({ name: m3Destination }, target);
  expect(once.confirmedTwice).toBeUndefined();
  const twice = confirm(once, { quantity: ' 6 ' });
  expect(twice.confirmedTwice).toBe(true);
  expect(confirm(twice, target, 'refused').confirmedTwice).toBe(true);
  expect(confirm(twice, before).confirmedTwice).toBeUndefined();
  expect(confirm(twice, target, 'found').confirmedTwice).toBeUndefined();
});

const endHalfWay = (effect: Outcome['effect'], result: Outcome['result'], confirms?: ConfirmedSlice[]) => {
  const inFlight: InFlight = { commandId, kind: 'write', target, ...(confirms && { confirms }), sentAt: at, command };
  const ended = { ...outcome(result), ...(effect && { effect }) };
  return endCommand({ name: m3Destination, acknowledged: before, inFlight }, inFlight, ended, { now: at });
};

describe('a write that ended half-way', () => {
  const confirms: ConfirmedSlice[] = [{ step: 'add-lines', path: ['quantity'], value: '6' }];

  test.each([
    ['part', 'refused', undefined],
    ['all', 'refused', undefined],
    ['unknown', 'undone', undefined],
    ['unknown', 'refused', confirms],
  ] as const)('with effect `%s`, `%s`, is read back before the next', (effect, result, slices) => {
    const ended = endHalfWay(effect, result, slices && [...slices]);
    expect(ended.readBackSince).toBe(at);
    expect(ended.acknowledged).toEqual(before);
  });

  test.each([
    ['none', 'refused', undefined],
    [undefined, 'refused', undefined],
    ['part', 'refused', confirms],
    ['all', 'ok', undefined],
  ] as const)(
    'with effect `%s`, `%s`, needs no reading where it is known what took effect',
    (effect, result, slices) => {
      expect(endHalfWay(effect, result, slices && [...slices]).readBackSince).toBeUndefined();
    },
  );

  test('is known again after the read that was sent for it, and after no other', () => {
    const inFlight: InFlight = { commandId, kind: 'read', sentAt: at, command };
    const doubted: Destination = { name: m3Destination, acknowledged: before, readBackSince: at };
    const after = (result: Outcome['result'], more: Partial<InFlight>) =>
      endCommand(doubted, { ...inFlight, ...more }, outcome(result), { now: at }).readBackSince;
    expect(after('ok', { readsBack: true })).toBeUndefined();
    expect(after('refused', { readsBack: true })).toBe(at);
    expect(after('ok', {})).toBe(at);
  });
});

test('a refusal lists every message with its step, its line where the step has several, and its field', () => {
  const refusals = [
    { step: 'add-lines', index: 0, code: 'WIT0103', field: 'ITNO', message: 'Item does not exist' },
    { step: 'add-lines', index: 1, code: 'XPU0003', message: 'Quantity is invalid' },
    { step: 'elsewhere', index: 0, code: 'X1', message: 'No' },
  ];
  const { code, message } = refusalReason(outcome('refused', refusals), command);
  expect(code).toBe('m3-refused');
  expect(message).toBe(
    'M3 refused: add-lines, line 1, field ITNO: Item does not exist (WIT0103); add-lines, line 2: Quantity is invalid (XPU0003); elsewhere: No (X1)',
  );
});

test('a gateway that refuses a command itself names a code of our own', () => {
  const refusals = [{ step: '', code: 'unreadable', message: 'the command does not parse' }];
  expect(refusalReason(outcome('refused', refusals), command).code).toBe('unreadable');
  expect(refusalReason({ ...outcome('refused'), destination: 'coupa' }, command)).toMatchObject({
    code: 'coupa-refused',
    message: 'Coupa refused: no reason was given',
  });
});
