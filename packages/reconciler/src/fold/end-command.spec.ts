import type { Outcome } from '@sluice/shared/messages/outcome';
import { expect, test } from 'vitest';
import { m3Leg, writeToM3 } from '../../tests/toy-domain.js';
import { endCommand } from './end-command.js';
import type { InFlight, Destination } from '../document/knowledge.js';
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
  destination: m3Leg,
  priority: 'live',
  decidedAt: at,
  company: '100',
  steps: [...steps],
} as InFlight['command'];

const outcome = (result: Outcome['result'], refusals: Outcome['refusals'] = []): Outcome => ({
  commandId,
  document,
  destination: m3Leg,
  result,
  steps: [],
  refusals,
  at,
});

const end = (result: Outcome['result'], kind: 'read' | 'write' = 'write'): Destination => {
  const inFlight: InFlight = { commandId, kind, target, sentAt: at, command };
  return endCommand({ name: m3Leg, acknowledged: before, inFlight }, inFlight, outcome(result), { quantity: '4' });
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
  expect(endCommand(refused, inFlight, outcome('expired'), undefined).refusedWrite).toBeDefined();
  expect(endCommand(refused, inFlight, outcome('ok'), undefined).refusedWrite).toBeUndefined();
});

const confirm = (destination: Destination, next: unknown, result: Outcome['result'] = 'ok'): Destination => {
  const inFlight: InFlight = { commandId, kind: 'write', target: next, sentAt: at, command };
  return endCommand({ ...destination, inFlight }, inFlight, outcome(result), { quantity: '4' });
};

test('a target is known to be confirmed twice in a row, until another one is', () => {
  const once = confirm({ name: m3Leg }, target);
  expect(once.confirmedTwice).toBeUndefined();
  const twice = confirm(once, { quantity: ' 6 ' });
  expect(twice.confirmedTwice).toBe(true);
  expect(confirm(twice, target, 'refused').confirmedTwice).toBe(true);
  expect(confirm(twice, before).confirmedTwice).toBeUndefined();
  expect(confirm(twice, target, 'found').confirmedTwice).toBeUndefined();
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

test('a gateway that refuses by itself says so with a code of our own', () => {
  const refusals = [{ step: '', code: 'unreadable', message: 'the command does not parse' }];
  expect(refusalReason(outcome('refused', refusals), command).code).toBe('unreadable');
  expect(refusalReason({ ...outcome('refused'), destination: 'coupa' }, command)).toMatchObject({
    code: 'coupa-refused',
    message: 'Coupa refused: no reason was given',
  });
});
