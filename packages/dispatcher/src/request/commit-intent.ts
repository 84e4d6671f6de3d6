import type { Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import { maskOf } from '@sluice/shared/sealed';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { GatewayCommand } from '../protocol.js';
import { describeRequest } from './describe-exchange.js';
import type { OutgoingRequest, Purpose, RequestPart } from './outgoing-request.js';
import type { ReadyCalls } from '../command/get-ready.js';
import { stepOf } from '../command/command-progress.js';
import type { StoredCommand } from '../command/load-command.js';
import type { ReadyCommand } from './ready-command.js';

export interface Intent {
  readonly requestId: string;
  readonly purpose: Purpose;
  readonly term: number;
  /** The share of the quota it is spent from. */
  readonly priority: number;
}

/**
 * Writes down that a request is about to leave: with the lease's term and until when it may be sent. Only when this is
 * committed may the first byte leave, so that after a crash every request that may have left is known. The last thing in
 * its transaction, because the time in which it may be sent runs from here.
 */
export async function commitIntent<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  batch: readonly ReadyCommand<Call>[],
  { requestId, purpose, term, priority }: Intent,
): Promise<OutgoingRequest<Call>> {
  const calls = batch.flatMap((one) => one.calls);
  const request = context.protocol.encode(calls, maskOf);
  const planned = { requestId, purpose, parts: partsOf(batch), calls, request, term };
  for (const [index, one] of batch.entries()) {
    const part = planned.parts[index] as RequestPart;
    if (!part.isRetry) await auditSent(tx, context, one, { outgoing: planned, part });
  }
  return insertRequest(tx, context, planned, priority);
}

/** The row of the request and of what travels in it. Its time runs from here. */
export async function insertRequest<Command extends GatewayCommand, Call>(
  tx: Transaction,
  { database, protocol, settings }: DispatcherContext<Command, Call>,
  planned: Omit<OutgoingRequest<Call>, 'intendedAt'>,
  priority: number,
): Promise<OutgoingRequest<Call>> {
  const outgoing = { ...planned, intendedAt: performance.now() };
  await tx.query(
    `INSERT INTO request (id, account, purpose, term, send_before, deadline, state, request, priority)
     VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond',
       clock_timestamp() + $6 * interval '1 millisecond', 'intended', $7, $8)`,
    [
      outgoing.requestId,
      protocol.account,
      outgoing.purpose,
      outgoing.term,
      settings.sendBeforeMs,
      settings.sendBeforeMs + settings.clientTimeoutMs,
      JSON.stringify(describeRequest(database.redaction, outgoing.request)),
      priority,
    ],
  );
  await insertItems(tx, outgoing);
  return outgoing;
}

function partsOf(batch: readonly ReadyCommand<unknown>[]): RequestPart[] {
  let offset = 0;
  return batch.map(({ stored, ready }) => {
    const { head, cause, progress } = stored;
    const part = {
      commandId: head.commandId,
      document: documentKey(head.document),
      step: ready.move.step,
      cause: cause?.traceparent,
      run: progress.run,
      offset,
      positions: ready.positions,
      isRetry: isRetry(stored, ready.move),
    };
    offset += ready.positions.length;
    return part;
  });
}

/** The first tries of a step are told, each of them. */
export const triesTold = 2;

/**
 * An outage of hours is a few lines in the history of each document, not two for each try: the first tries are told, and
 * then whatever changes. Each request is on record all the same.
 */
function isRetry({ progress, delay }: StoredCommand, { do: what, step }: ReadyCalls<unknown>['move']): boolean {
  if (what === 'undo') return (progress.undo?.attempts ?? 0) >= triesTold;
  const { attempts, probe } = stepOf(progress, step);
  if (what === 'probe') return (probe?.lost ?? 0) > 0;
  return attempts >= triesTold || (delay !== undefined && delay.outcomeUnknown === undefined);
}

async function insertItems(tx: Transaction, { requestId, parts }: OutgoingRequest): Promise<void> {
  const items = parts.flatMap((part) => part.positions.map((index) => ({ part, index })));
  await tx.query(
    `INSERT INTO request_item (request_id, position, command_id, step_id, run, transaction_index)
     SELECT $1, (ordinal - 1)::integer, command_id, step_id, run, index
     FROM unnest($2::uuid[], $3::text[], $4::integer[], $5::integer[])
       WITH ORDINALITY AS one (command_id, step_id, run, index, ordinal)`,
    [
      requestId,
      items.map(({ part }) => part.commandId),
      items.map(({ part }) => part.step),
      items.map(({ part }) => part.run),
      items.map(({ index }) => index),
    ],
  );
}

/** Writes into the document's history what was sent about it; never what was sent about others. */
async function auditSent<Call>(
  tx: Transaction,
  { database, protocol }: DispatcherContext<GatewayCommand, Call>,
  { stored: { head, cause }, calls }: ReadyCommand<Call>,
  { outgoing, part }: { outgoing: Omit<OutgoingRequest<Call>, 'intendedAt'>; part: RequestPart },
): Promise<void> {
  const { requestId, purpose, parts, request } = outgoing;
  await database.outbox.audit(tx, {
    document: head.document,
    action: 'request-sent',
    summary: `${summaryOf[purpose]} ${part.step}: ${request.method} with ${calls.length} call(s)${parts.length === 1 ? '' : ` among ${outgoing.calls.length}`}.`,
    direction: protocol.direction,
    details: {
      requestId,
      commandId: head.commandId,
      step: part.step,
      purpose,
      request: describeRequest(database.redaction, parts.length === 1 ? request : protocol.encode(calls, maskOf)),
      ...(parts.length > 1 && { documentsInRequest: parts.length }),
    },
    ...(cause !== undefined && { cause }),
  });
}

const summaryOf: Record<Purpose, string> = { step: 'Sends', probe: 'Probes', undo: 'Undoes', health: 'Asks' };
