import { describe, expect, it } from 'vitest';
import type { Transport } from '@sluice/shared/http/exchange';
import type { M3Step } from '@sluice/shared/script';
import { m3Protocol } from './m3-protocol.js';

const protocol = m3Protocol({
  bulkUrl: 'https://gw.example/T/M3/m3api-rest/v2/execute',
  transactionsPerRequest: 50,
  quota: { windows: [], concurrency: 1 },
  transport: {} as Transport,
  publish: async () => undefined,
});
const step: M3Step = { id: 'finish', kind: 'write', program: 'PPS370MI', independent: false, transactions: [] };

describe('what the dispatcher is told about a step', () => {
  it('by default: a refusal is a refusal, and a lost answer is a person’s matter', () => {
    expect(protocol.policyOf(step)).toEqual({
      id: 'finish',
      kind: 'write',
      commit: false,
      optional: false,
      independent: false,
      hasUndo: false,
      hasProbe: false,
      whenOutcomeUnknown: { do: 'require-operator' },
    });
  });

  it('otherwise what the script says', () => {
    const call = { program: 'PPS001MI', transaction: 'GetHeadBasic', record: {}, returns: [] };
    const policy = protocol.policyOf({
      ...step,
      commit: true,
      ifFound: { do: 'stop', match: { YRE1: '2400' } },
      undo: call,
      probe: { calls: [call], reads: 'exists' },
      whenOutcomeUnknown: { do: 'repeat' },
    });
    expect(policy).toMatchObject({
      commit: true,
      stopIfFound: { match: { YRE1: '2400' } },
      hasUndo: true,
      hasProbe: true,
    });
    expect(policy.whenOutcomeUnknown).toEqual({ do: 'repeat' });
  });
});

describe('what goes on record', () => {
  it('is cut to a readable size and can be stored whatever M3 says', () => {
    const body = `\u0000\ud800${'x'.repeat(100_000)}`;
    const described = protocol.describeAnswer({ status: 200, headers: {}, body });
    const text = described['body'] as string;
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(text).not.toContain('\u0000');
    expect(text.isWellFormed()).toBe(true);
    expect(described['bytes']).toBe(Buffer.byteLength(body));
  });
});
