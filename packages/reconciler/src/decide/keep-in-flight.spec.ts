import type { Delay } from '@sluice/shared/messages/outcome';
import { expect, test } from 'vitest';
import { m3Destination, readFromM3, writeToM3 } from '../../tests/toy-domain.js';
import { refused, send } from '../decision.js';
import type { InFlight } from '../document/knowledge.js';
import { applyDecision, type DecisionContext } from './apply-decision.js';
import { delayReason } from './keep-in-flight.js';

const delay: Delay = {
  kind: 'retrying',
  code: 'unavailable',
  message: 'M3 has not answered since 02:41 UTC (HTTP 503); it is tried again by itself',
  since: '2026-03-09T02:41:00.000Z',
};

test.each([
  ['unavailable', 'unavailable', 'Nothing needs to be done'],
  ['rate-limited', 'rate-limited', 'Nothing needs to be done'],
  ['credentials-refused', 'credentials-refused', 'Whoever runs Sluice sees to the access'],
  ['a code of a newer gateway', 'unavailable', 'Nothing needs to be done'],
])('%s: the reason says whether anything needs to be done', (code, shown, fix) => {
  expect(delayReason({ ...delay, code })).toEqual({
    code: shown,
    message: delay.message,
    fix: expect.stringContaining(fix),
  });
});

const now = '2026-03-01T08:00:00.000Z';
const document = { type: 'purchase-order', id: '1' } as const;
const commandId = '01890000-0000-7000-8000-000000000001';
const context: DecisionContext = {
  document,
  priority: 'live',
  now,
  facts: new Map(),
  readBacks: new Map(),
  isRetried: false,
  newId: () => commandId,
};
const inFlight = (kind: 'read' | 'write'): InFlight => ({
  commandId,
  kind,
  sentAt: now,
  command: {
    commandId,
    document,
    destination: m3Destination,
    priority: 'live',
    decidedAt: now,
    company: '1',
    steps: [],
  },
});
const first = { changedBy: 'mallory' };
const second = { changedBy: 'bob' };

test.each([
  ['a read', 'read', send(readFromM3('7001'), { memory: second })],
  ['a write', 'write', send(writeToM3({ quantity: '5' }), { memory: second })],
  ['a write that is withdrawn', 'write', refused({ code: 'bank-approval-needed', message: 'x' }, { memory: second })],
] as const)('while %s is on its way, a memory is kept at once only where the decision says so', (_, kind, decision) => {
  const destination = { name: m3Destination, memory: first, inFlight: inFlight(kind) };
  expect(applyDecision(destination, decision, context).destination.memory).toEqual(first);
  const atOnce = { ...decision, remembersAtOnce: true } as const;
  expect(applyDecision(destination, atOnce, context).destination.memory).toEqual(second);
});
