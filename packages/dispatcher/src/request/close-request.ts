import type { Transaction } from '@sluice/runtime/postgres/database';
import type { CallResult } from '@sluice/shared/http/classified';
import type { DispatcherContext } from '../dispatcher-context.js';
import { describeAnswer } from './describe-exchange.js';
import type { EndedRequest } from './ended-request.js';
import type { OutgoingRequest } from './outgoing-request.js';

/**
 * Puts the answer on record, from when on the request takes no place in the quota. False where it was folded before: the
 * decision is written together with what it changes.
 */
export async function closeRequest(
  tx: Transaction,
  { database: { redaction } }: DispatcherContext,
  outgoing: OutgoingRequest,
  { ended, answer, durationMs }: EndedRequest,
): Promise<boolean> {
  const described =
    answer === undefined
      ? { message: 'message' in ended ? redaction.text(ended.message) : undefined }
      : describeAnswer(redaction, answer);
  const [rows]: [unknown[]] = await tx.query(
    `UPDATE request SET answered_at = coalesce(answered_at, clock_timestamp()), state = $2, status = $3, answer = $4, duration_ms = $5
     WHERE id = $1 AND decision IS NULL RETURNING id`,
    [
      outgoing.requestId,
      stateOf[ended.kind],
      answer?.status ?? null,
      JSON.stringify(described),
      Math.round(durationMs),
    ],
  );
  if (rows.length === 0) return false;
  if (ended.kind === 'results')
    await tx.query(
      `UPDATE request_item SET result = results.result
       FROM unnest($2::text[]) WITH ORDINALITY AS results (result, ordinal)
       WHERE request_id = $1 AND position = ordinal - 1`,
      [
        outgoing.requestId,
        outgoing.calls.map((_, order): CallResult['state'] => ended.results[order]?.state ?? 'missing'),
      ],
    );
  return true;
}

const stateOf = {
  results: 'answered',
  rejected: 'rejected',
  'not-sent': 'not-sent',
  unanswered: 'unanswered',
} as const;
