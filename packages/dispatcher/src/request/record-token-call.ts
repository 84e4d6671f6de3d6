import type { Database } from '@sluice/runtime/postgres/database';
import type { TokenCall } from '@sluice/shared/http/exchange';

/** A call for a token is a request too, without its content. */
export async function recordTokenCall(
  database: Database,
  of: { readonly id: string; readonly account: string; readonly term: number; readonly call: TokenCall },
): Promise<void> {
  const { id, account, term, call } = of;
  await database.query(
    `INSERT INTO request (id, account, purpose, term, intended_at, answered_at, state, status, request, answer, duration_ms)
     VALUES ($1, $2, 'token', $3, $4, clock_timestamp(), $5, $6, $7, $8, $9)`,
    [
      id,
      account,
      term,
      call.startedAt.toISOString(),
      call.status === undefined ? 'unanswered' : 'answered',
      call.status ?? null,
      JSON.stringify({ url: call.url }),
      JSON.stringify({ message: call.message }),
      Math.round(call.durationMs),
    ],
  );
}
