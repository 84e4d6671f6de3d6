import { describe, expect, it } from 'vitest';
import type { CallResult } from '@sluice/shared/http/classified';
import type { Transport } from '@sluice/shared/http/exchange';
import type { CoupaCommand } from '@sluice/shared/messages/command';
import type { CoupaStep } from '@sluice/shared/script';
import { maskOf } from '@sluice/shared/sealed';
import { coupaProtocol } from './coupa-protocol.js';

const protocol = coupaProtocol({
  coupaUrl: 'https://acme.coupahost.com',
  transport: {} as Transport,
});

const markExported: CoupaStep = {
  id: 'exported',
  method: 'PUT',
  path: '/api/purchase_orders/2400',
  query: { exported: 'true', fields: '["id","exported"]' },
  repeat: 'safe',
};
const createReceipt: CoupaStep = {
  id: 'receipt',
  method: 'POST',
  path: '/api/receiving_transactions',
  body: { 'custom-fields': { 'external-id': 'M3-4711' } },
  repeat: 'probe',
  probe: {
    path: '/api/receiving_transactions',
    query: { 'order_line[id]': '5101' },
    match: { 'custom-fields.external-id': 'M3-4711' },
  },
};
const command: CoupaCommand = {
  commandId: '0199a1c4-5e04-7104-9204-3f1c0d5a1004',
  document: { type: 'purchase-order', id: '2400' },
  destination: 'coupa',
  priority: 'live',
  decidedAt: '2026-03-09T17:12:05.100Z',
  steps: [markExported, createReceipt],
};

const requestOf = (step: CoupaStep) => protocol.encode(protocol.callsOf(command, step, {}) as never, maskOf);

describe('a request', () => {
  it('asks for JSON and says that it sends JSON, since Coupa speaks XML otherwise', () => {
    expect(requestOf(markExported).headers).toEqual({ accept: 'application/json', 'content-type': 'application/json' });
  });

  it('carries what is in the step and nothing else', () => {
    expect(requestOf(markExported)).toMatchObject({
      method: 'PUT',
      url: 'https://acme.coupahost.com/api/purchase_orders/2400?exported=true&fields=%5B%22id%22%2C%22exported%22%5D',
    });
    expect(requestOf(markExported)).not.toHaveProperty('body');
    expect(requestOf(createReceipt)).toMatchObject({
      method: 'POST',
      url: 'https://acme.coupahost.com/api/receiving_transactions',
      body: '{"custom-fields":{"external-id":"M3-4711"}}',
    });
  });
});

it('a sealed value in the body of a step is opened only in the request that is sent', () => {
  const iban = { sealed: 'x', keyId: 'k', of: 'supplier/7#iban', fingerprint: 'f', lastFour: '3000' };
  const step: CoupaStep = { ...createReceipt, body: { 'remit-to': [{ 'bank-account': iban }] } };
  const calls = protocol.callsOf(command, step, {}) as never;
  expect(protocol.encode(calls, maskOf).body).toBe('{"remit-to":[{"bank-account":"••••3000"}]}');
  expect(protocol.encode(calls, () => 'DE89').body).toBe('{"remit-to":[{"bank-account":"DE89"}]}');
});

describe('after a lost answer', () => {
  it('what is safe is sent again', () => {
    expect(protocol.policyOf(markExported)).toMatchObject({
      kind: 'write',
      hasProbe: false,
      whenOutcomeUnknown: { do: 'repeat' },
    });
  });

  it('what is not safe is probed first', () => {
    expect(protocol.policyOf(createReceipt)).toMatchObject({ hasProbe: true, whenOutcomeUnknown: { do: 'repeat' } });
    expect(protocol.probeCallsOf(command, createReceipt, {})).toEqual([
      { method: 'GET', path: '/api/receiving_transactions', query: { 'order_line[id]': '5101' } },
    ]);
  });

  it('what can neither be repeated nor probed needs a person', () => {
    const { probe: _, ...withoutProbe } = createReceipt;
    expect(protocol.policyOf(withoutProbe)).toMatchObject({
      hasProbe: false,
      whenOutcomeUnknown: { do: 'require-operator' },
    });
  });

  const ours = { id: 9, 'custom-fields': { 'external-id': ' M3-4711' } };
  const others = { id: 8, 'custom-fields': null };
  it.each<[string, CallResult, string]>([
    ['a record with our own number proves it', { state: 'ok', records: [others, ours] }, 'done'],
    ['records of others prove nothing', { state: 'ok', records: [others] }, 'not-seen'],
    ['an empty list proves nothing', { state: 'ok', records: [] }, 'not-seen'],
    [
      '404, which on a list means empty, proves nothing',
      { state: 'nok', refusal: { code: '404', message: '' } },
      'not-seen',
    ],
  ])('%s', (_, result, verdict) => {
    expect(protocol.judge(command, createReceipt, [result]).verdict).toBe(verdict);
  });
});
