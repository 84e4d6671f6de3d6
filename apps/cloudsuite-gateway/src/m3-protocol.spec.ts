import { describe, expect, it } from 'vitest';
import type { CallResult } from '@sluice/shared/http/classified';
import type { Transport } from '@sluice/shared/http/exchange';
import type { M3Probe, M3Step } from '@sluice/shared/script';
import { judgeProbe, m3Protocol } from './m3-protocol.js';

const protocol = m3Protocol({
  bulkUrl: 'https://gw.example/T/M3/m3api-rest/v2/execute',
  transactionsPerRequest: 50,
  quota: { windows: [], concurrency: 1 },
  transport: {} as Transport,
});
const step: M3Step = { id: 'finish', kind: 'write', program: 'PPS370MI', independent: false, transactions: [] };

const answers = (...values: string[]): CallResult[] =>
  values.map((value) => ({ state: 'ok', records: [{ PUNO: '45', STAT: value }] }));

describe('what the dispatcher is told about a step', () => {
  it('by default: a refusal is a refusal, and about a lost answer a person decides', () => {
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

const judge = (reads: M3Probe['reads'], results: CallResult[], match?: Record<string, string>) =>
  judgeProbe({ probe: { calls: [], reads, ...(match !== undefined && { match }) } } as unknown as M3Step, results)
    .verdict;

const record: CallResult = { state: 'ok', records: [{ PUNO: '45', PUSL: '15' }] };
const none: CallResult = { state: 'ok', records: [] };
const refused: CallResult = { state: 'nok', refusal: { code: 'WPU0803', message: 'does not exist' } };

describe('a probe', () => {
  it.each<[M3Probe['reads'], string, CallResult[], string]>([
    ['exists', 'a record', [record], 'done'],
    ['exists', 'no record', [none], 'not-seen'],
    ['exists', 'a refusal', [refused], 'not-seen'],
    ['exists', 'a record in one of two answers', [none, record], 'done'],
    ['absent-proves', 'a record', [record], 'done'],
    ['absent-proves', 'no record', [none], 'not-done-proven'],
    ['absent-proves', 'a refusal, which may have any reason', [refused], 'not-seen'],
    ['absent-proves', 'no record and a refusal', [none, refused], 'not-seen'],
    ['holds', 'a record', [record], 'done'],
  ])('that reads %s and gets %s says %4$s', (reads, _, results, verdict) => {
    expect(judge(reads, results)).toBe(verdict);
  });

  it.each([
    ['20', 'done'],
    ['90', 'done'],
    ['10', 'not-done-proven'],
    ['15', 'not-seen'],
    ['', 'not-seen'],
  ])('that reads the state and gets %s says %s', (STAT, verdict) => {
    const states = { field: 'STAT', done: ['20', '90'], notDone: ['10'] };
    const step = { probe: { calls: [], reads: 'states', states } } as unknown as M3Step;
    expect(judgeProbe(step, answers(STAT)).verdict).toBe(verdict);
    expect(judgeProbe(step, answers(STAT, '15')).verdict).toBe('not-seen');
    expect(judgeProbe(step, [none]).verdict).toBe('not-seen');
    expect(judgeProbe(step, [refused]).verdict).toBe('not-seen');
  });

  it('counts only records with the values looked for; another record is no proof of absence', () => {
    expect(judge('holds', [record], { PUSL: '15' })).toBe('done');
    expect(judge('holds', [record], { PUSL: '20' })).toBe('not-seen');
    expect(judge('absent-proves', [record], { PUSL: '20' })).toBe('not-seen');
  });

  it('gives the step what it saw', () => {
    const step = { probe: { calls: [], reads: 'exists' } } as unknown as M3Step;
    expect(judgeProbe(step, [record]).records).toEqual([[{ PUNO: '45', PUSL: '15' }]]);
  });
});
