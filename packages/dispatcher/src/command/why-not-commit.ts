import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { GatewayCommand, StepPolicy } from '../protocol.js';
import { policiesOf } from './load-command.js';

/**
 * Why a command is not run, or not yet: another one is at work on the same; a person must say whether it was done before;
 * or what was done just now is not found by its lookup before `until`.
 */
export type Objection =
  | { readonly do: 'refuse' | 'require-operator'; readonly message: string }
  | { readonly do: 'wait'; readonly until: Date };

interface OtherRow {
  readonly command_id: string;
  readonly body: unknown;
  readonly state: string;
  readonly ended_at: Date | null;
  readonly found_from: Date | null;
  readonly just_ended: boolean;
  readonly is_followed: boolean;
}

/**
 * A command with a commit step makes something that cannot be made twice. Its sender sends one at a time and knows how the
 * last one ended; where it does not, its records or ours were lost or restored, and two would be made. Told by what this
 * gateway remembers of the destination, and by `follows`: the last command whose end the sender knows.
 *
 * A script that looks up first finds by itself what was made before, but not what the other system is still working on.
 */
export async function whyNotCommit(
  tx: Transaction,
  { protocol, settings }: DispatcherContext,
  command: GatewayCommand,
): Promise<Objection | undefined> {
  const policies = policiesOf(protocol, command);
  if (!hasCommit(policies)) return undefined;
  const { commandId, document, destination, follows, documentSince } = command;
  const place = `${document.type}/${document.id} ${destination}`;
  // Two that come at once must see each other.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [place]);
  const rows: OtherRow[] = await tx.query(
    `SELECT command_id, body, state, ended_at, ended_at + $5 * interval '1 millisecond' AS found_from,
       ended_at > clock_timestamp() - $5 * interval '1 millisecond' AS just_ended,
       coalesce((SELECT command.command_id = followed.command_id OR followed.received_at >= command.ended_at
                 FROM command followed WHERE followed.command_id = $6), false) AS is_followed
     FROM command
     WHERE document_type = $1 AND document_id = $2 AND destination = $3 AND command_id <> $4 AND body IS NOT NULL
       AND (ended_at IS NULL OR state IN ('done', 'found'))
     ORDER BY ended_at NULLS FIRST`,
    [document.type, document.id, destination, commandId, settings.justDoneMs, follows ?? null],
  );
  const others = rows.filter(({ body }) => hasCommit(policiesOf(protocol, body)));
  const alive = others.find(({ ended_at: endedAt }) => endedAt === null);
  if (alive !== undefined)
    return {
      do: 'refuse',
      message: `Another command (${alive.command_id}) that makes the same in ${protocol.system} has not ended (${alive.state}), and this one was decided without it. Wait for its end, then retry the document.`,
    };
  const looksUp = policies.some(({ stopIfFound }) => stopIfFound !== undefined);
  const before = others.findLast(({ is_followed: isFollowed }) => !isFollowed);
  if (looksUp) return before?.just_ended === true ? { do: 'wait', until: before.found_from as Date } : undefined;
  const ask = `Look in ${protocol.system} whether it holds the document, then settle the command.`;
  if (before !== undefined)
    return {
      do: 'require-operator',
      message: `${protocol.system} was told to make the same at ${before.ended_at?.toISOString()} (command ${before.command_id}, ${before.state}), and whoever sent this command does not know of it. ${ask}`,
    };
  if (others.length > 0) return undefined;
  const isForgotten = follows !== undefined && !(await isKnown(tx, follows));
  if (!isForgotten && !(await isOlderThanHistory(tx, protocol.account, documentSince))) return undefined;
  return {
    do: 'require-operator',
    message: `Whether ${protocol.system} was told to make this before is not known: it is not looked up there, and the history of this gateway does not go back that far. ${ask}`,
  };
}

const hasCommit = (policies: readonly StepPolicy[]): boolean => policies.some(({ commit }) => commit);

const isKnown = async (tx: Transaction, commandId: string): Promise<boolean> =>
  ((await tx.query('SELECT 1 FROM command WHERE command_id = $1', [commandId])) as unknown[]).length > 0;

/** Without a time, or before this gateway has ever called the account, nothing is known of an older history. */
async function isOlderThanHistory(
  tx: Transaction,
  account: string,
  documentSince: string | undefined,
): Promise<boolean> {
  if (documentSince === undefined) return false;
  const rows: unknown[] = await tx.query(
    `SELECT 1 WHERE $2::timestamptz < coalesce((SELECT since FROM lease WHERE name = $1), clock_timestamp())`,
    [account, documentSince],
  );
  return rows.length > 0;
}
