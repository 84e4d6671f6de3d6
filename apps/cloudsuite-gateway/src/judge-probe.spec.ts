import { describe, expect, it } from 'vitest';
import type { CallResult } from '@sluice/shared/http/classified';
import type { M3Probe, M3Step } from '@sluice/shared/script';
import { judgeProbe } from './judge-probe.js';

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
