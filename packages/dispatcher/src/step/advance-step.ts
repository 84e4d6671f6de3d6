import { requireOperator, resolveUnknownOutcome, sendAgain } from './resolve-unknown-outcome.js';
import {
  stepOf,
  withStep,
  type Advanced,
  type CommandProgress,
  type Item,
  type StepProgress,
} from '../command/command-progress.js';
import { recordsThatMatch } from './match-records.js';
import type { Judgement, StepPolicy, Unresolvable } from '../protocol.js';
import type { CallResult, RefusalWords } from '@sluice/shared/http/classified';

export type Policies = readonly StepPolicy[];

const policyOf = (policies: Policies, id: string): StepPolicy =>
  policies.find((policy) => policy.id === id) as StepPolicy;

const freshItem: Item = { state: 'ready', records: [] };

/** The step's turn has come: its calls are known now, as many as `count`. */
export function withItems(progress: CommandProgress, id: string, count: number, now: string): CommandProgress {
  if (count === 0) return withStep(progress, id, { state: 'ok', items: [], endedAt: now });
  const step = stepOf(progress, id);
  const items = step.items.length === count ? step.items : Array.from({ length: count }, () => freshItem);
  return withStep(progress, id, { state: 'ready', items });
}

/** A step whose values cannot be filled in or opened is refused without a request. */
export const notResolvable = (
  progress: CommandProgress,
  id: string,
  { unresolvable: message, code = 'step-unresolvable' }: Unresolvable,
  now: string,
): CommandProgress =>
  withStep(progress, id, {
    state: 'nok',
    items: [{ state: 'nok', records: [], refusal: { code, message } }],
    endedAt: now,
  });

/** The intent to send these calls of the step is about to be committed. */
export function callIntended(
  progress: CommandProgress,
  id: string,
  positions: readonly number[],
  requestId: string,
): CommandProgress {
  const step = stepOf(progress, id);
  return withStep(progress, id, {
    state: 'intended',
    items: withItemsAt(step, positions, () => ({ state: 'intended', records: [] })),
    attempts: step.attempts + 1,
    requestId,
  });
}

/** Nothing has left, or it was rejected before anything was done: as if it had never been tried. */
export function callNotSent(progress: CommandProgress, id: string): CommandProgress {
  const step = stepOf(progress, id);
  return withStep(sendAgain(progress, id), id, { attempts: Math.max(0, step.attempts - 1), notSeen: step.notSeen });
}

/** The answer to the request is lost. A read is simply sent again; a write is unknown from now on. */
export function callUnanswered(policies: Policies, progress: CommandProgress, id: string): Advanced {
  if (policyOf(policies, id).kind === 'read') return { progress: sendAgain(progress, id), due: 'retry' };
  const items = stepOf(progress, id).items.map((item) =>
    item.state === 'intended' ? { ...item, state: 'unknown' as const } : item,
  );
  return { progress: withStep(progress, id, { state: 'unknown', items, outcomeUnknown: true }), due: 'settle' };
}

/** The answer is here: one result for each of `positions`. */
export function callAnswered(
  policies: Policies,
  progress: CommandProgress,
  answered: { id: string; positions: readonly number[]; results: readonly CallResult[]; now: string },
): Advanced {
  const { id, positions, results, now } = answered;
  const policy = policyOf(policies, id);
  const step = stepOf(progress, id);
  const items = withItemsAt(step, positions, (_, order) => itemOf(results[order] ?? { state: 'missing' }));
  const changed = withStep(progress, id, { items });
  if (items.some((item) => item.state === 'unknown')) return callUnanswered(policies, asIntended(changed, id), id);
  if (items.some((item) => item.state === 'ready')) {
    const some = results.some((result) => result.state === 'ok' || result.state === 'nok');
    return { progress: withStep(changed, id, { state: 'ready', requestId: null }), due: some ? 'now' : 'retry' };
  }
  if (items.some((item) => item.state === 'nok'))
    // After a lost answer a refusal may only say that the first request had already done it.
    return step.outcomeUnknown && policy.hasProbe && !policy.optional
      ? { progress: withStep(changed, id, { state: 'unknown', refusalInDoubt: true }), due: 'settle' }
      : { progress: withStep(changed, id, { state: 'nok', endedAt: now }), due: 'now' };
  const ended = withStep(changed, id, { state: 'ok', endedAt: now });
  return { progress: policy.stopIfFound === undefined ? ended : stopIfFound(ended, policy), due: 'now' };
}

export function probeIntended(
  progress: CommandProgress,
  id: string,
  requestId: string,
  callCount: number,
): CommandProgress {
  const { results: begun = [], lost } = stepOf(progress, id).probe ?? {};
  const results = begun.length === callCount ? begun : Array.from({ length: callCount }, () => null);
  return withStep(progress, id, {
    state: 'probing',
    probe: { requestId, results, ...(lost !== undefined && { lost }) },
  });
}

/** Nothing has left: the probe is as far as it was. */
export const probeNotSent = (progress: CommandProgress, id: string): CommandProgress =>
  withStep(progress, id, { state: 'unknown' });

/** A probe that got no answer begins again with its first call; it only reads. */
export function probeUnanswered(progress: CommandProgress, id: string): Advanced {
  const { requestId = '', lost = 0 } = stepOf(progress, id).probe ?? {};
  return {
    progress: withStep(progress, id, { state: 'unknown', probe: { requestId, results: [], lost: lost + 1 } }),
    due: 'retry',
  };
}

/** Some calls of a probe are answered; it goes on with the next ones until all are, and then can be judged. */
export function probeAnswered(
  progress: CommandProgress,
  answered: { id: string; positions: readonly number[]; results: readonly CallResult[] },
): Advanced & { readonly complete?: readonly CallResult[] } {
  const { id, positions } = answered;
  const probe = stepOf(progress, id).probe;
  const clear = answered.results.every((result) => result.state === 'ok' || result.state === 'nok');
  if (probe === null || !clear || answered.results.length < positions.length) return probeUnanswered(progress, id);
  const results = probe.results.map((result, index) => answered.results[positions.indexOf(index)] ?? result);
  const changed = withStep(progress, id, { state: 'unknown', probe: { ...probe, results } });
  const complete = results.filter((result) => result !== null);
  return { progress: changed, due: 'now', ...(complete.length === results.length && { complete }) };
}

export function probeJudged(
  policies: Policies,
  progress: CommandProgress,
  judged: { id: string; judgement: Judgement; now: string },
): Advanced {
  const { id, judgement, now } = judged;
  const step = stepOf(progress, id);
  const seen = withStep(progress, id, { state: 'unknown', probe: null });
  if (judgement.verdict === 'done') {
    const items = step.items.map((item, index): Item => {
      const records = judgement.records[index] ?? [];
      return { state: 'ok', records: item.state === 'ok' && records.length === 0 ? item.records : records };
    });
    return { progress: withStep(seen, id, { state: 'ok', items, refusalInDoubt: false, endedAt: now }), due: 'now' };
  }
  if (judgement.verdict === 'not-done-proven' && !step.refusalInDoubt)
    return { progress: sendAgain(seen, id), due: 'now' };
  return resolveUnknownOutcome(policies, withStep(seen, id, { notSeen: step.notSeen + 1 }), id);
}

/** The probe cannot even be sent. */
export const probeImpossible = (progress: CommandProgress, id: string, why: string): Advanced =>
  requireOperator(progress, id, `The answer to ${id} was lost, and its probe cannot be sent: ${why}`);

function stopIfFound(progress: CommandProgress, policy: StepPolicy): CommandProgress {
  const records = stepOf(progress, policy.id).items.flatMap((item) => item.records);
  if (recordsThatMatch(records, policy.stopIfFound?.match).length === 0) return progress;
  return {
    ...progress,
    state: 'found',
    steps: progress.steps.map((step) => (step.state === 'blocked' ? { ...step, state: 'skipped' } : step)),
  };
}

function itemOf(result: CallResult): Item {
  switch (result.state) {
    case 'ok':
      return { state: 'ok', records: result.records };
    case 'nok':
      return { state: 'nok', records: [], refusal: result.refusal satisfies RefusalWords };
    case 'not-processed':
      return { state: 'ready', records: [] };
    case 'missing':
      return { state: 'unknown', records: [] };
  }
}

const withItemsAt = (
  step: StepProgress,
  positions: readonly number[],
  change: (item: Item, order: number) => Item,
): Item[] =>
  step.items.map((item, index) => {
    const order = positions.indexOf(index);
    return order === -1 ? item : change(item, order);
  });

const asIntended = (progress: CommandProgress, id: string): CommandProgress =>
  withStep(progress, id, {
    items: stepOf(progress, id).items.map((item) =>
      item.state === 'unknown' ? { ...item, state: 'intended' as const } : item,
    ),
  });
