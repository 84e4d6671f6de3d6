import type { Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import type { CommandHead, GatewayCommand } from './protocol.js';
import type { DispatcherContext } from './dispatcher-context.js';
import type { Flight, Purpose } from './flight.js';
import type { StoredCommand } from './load-command.js';

export interface Intent<Call> {
  readonly purpose: Purpose;
  readonly step: string;
  readonly calls: readonly Call[];
  readonly positions: readonly number[];
  readonly term: number;
  readonly intendedAt: number;
  /** Whose share of the quota it is spent from. */
  readonly priority: number;
}

/**
 * Writes down that a request is about to leave: with the lease's term and until when it may be sent. Only when this is
 * committed may the first byte leave, so that after a crash every request that may have left is known.
 */
export async function commitIntent<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  stored: StoredCommand,
  intent: Intent<Call>,
): Promise<Flight<Call>> {
  const { protocol, settings } = context;
  const { purpose, step, calls, positions, term, intendedAt, priority } = intent;
  const request = protocol.encode(calls);
  const flight: Flight<Call> = {
    requestId: context.newId(),
    purpose,
    commandId: stored.head.commandId,
    document: documentKey(stored.head.document),
    step,
    run: stored.progress.run,
    calls,
    positions,
    request,
    term,
    intendedAt,
  };
  const described = protocol.describeRequest(request);
  await tx.query(
    `INSERT INTO request (id, account, purpose, term, send_before, deadline, state, request, priority)
     VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond',
       clock_timestamp() + $6 * interval '1 millisecond', 'intended', $7, $8)`,
    [
      flight.requestId,
      protocol.account,
      purpose,
      term,
      settings.sendBeforeMs,
      settings.sendBeforeMs + settings.clientTimeoutMs,
      JSON.stringify(described),
      priority,
    ],
  );
  await insertItems(tx, flight);
  await auditSent(tx, context, stored, flight, described);
  return flight;
}

async function insertItems(tx: Transaction, flight: Flight): Promise<void> {
  await tx.query(
    `INSERT INTO request_item (request_id, position, command_id, step_id, run, transaction_index)
     SELECT $1, (ordinal - 1)::integer, $2, $3, $4, index
     FROM unnest($5::integer[]) WITH ORDINALITY AS one (index, ordinal)`,
    [flight.requestId, flight.commandId, flight.step, flight.run, [...flight.positions]],
  );
}

/** The document's history gets what was asked, as the protocol shows it to people. */
async function auditSent(
  tx: Transaction,
  { database, protocol }: DispatcherContext,
  { head, cause }: { head: CommandHead; cause: StoredCommand['cause'] },
  flight: Flight,
  request: Record<string, unknown>,
): Promise<void> {
  await database.outbox.audit(tx, {
    document: head.document,
    action: 'request-sent',
    summary: `${summaryOf[flight.purpose]} ${flight.step}: ${flight.request.method} with ${flight.calls.length} call(s).`,
    direction: protocol.direction,
    details: {
      requestId: flight.requestId,
      commandId: head.commandId,
      step: flight.step,
      purpose: flight.purpose,
      request,
    },
    ...(cause !== undefined && { cause }),
  });
}

const summaryOf: Record<Purpose, string> = { step: 'Sends', probe: 'Looks for', undo: 'Takes back' };
