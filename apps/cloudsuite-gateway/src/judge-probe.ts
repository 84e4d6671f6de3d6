import { recordsThatMatch } from '@sluice/dispatcher/step/match-records';
import type { Judgement } from '@sluice/dispatcher/protocol';
import type { CallResult } from '@sluice/shared/http/classified';
import type { M3Step } from '@sluice/shared/script';

/**
 * What the answers to a probe say about the write. A record proves that it was done; none proves the opposite only
 * where the script says so, because M3 may still be at it. A refusal ("does not exist") counts as no record for the
 * first, and for nothing for the second: it may have had another reason.
 */
export function judgeProbe(step: M3Step, results: readonly CallResult[]): Judgement {
  const { probe } = step;
  const notSeen: Judgement = { verdict: 'not-seen', records: [] };
  if (probe === undefined) return notSeen;
  const records = results.flatMap((result) => (result.state === 'ok' ? result.records : []));
  const found = recordsThatMatch(records, probe.match);
  if (found.length > 0) return { verdict: 'done', records: [found] };
  const allAnswered = results.every((result) => result.state === 'ok');
  if (probe.reads === 'absent-proves' && allAnswered && records.length === 0)
    return { verdict: 'not-done-proven', records: [] };
  return notSeen;
}
