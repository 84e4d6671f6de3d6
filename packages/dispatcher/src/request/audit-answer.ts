import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';
import { ofPart, type OutgoingRequest, type RequestPart } from './outgoing-request.js';
import type { StoredCommand } from '../command/load-command.js';
import { maskOf } from '@sluice/shared/sealed';
import type { CallResult } from '@sluice/shared/http/classified';
import { describeAnswer, describeRequest } from './describe-exchange.js';
import type { Ended, EndedRequest } from './ended-request.js';

/**
 * Writes the answer into the document's history; of a request that several documents shared, only its own results. With
 * that of a request whose sending was not told, as one of many tries, stands what was sent.
 */
export async function auditAnswered(
  tx: Transaction,
  { database, protocol }: DispatcherContext,
  { head, cause }: StoredCommand,
  answered: { outgoing: OutgoingRequest; part: RequestPart; request: EndedRequest; decision: string },
): Promise<void> {
  const { outgoing, part, request, decision } = answered;
  const { ended, answer, durationMs } = request;
  const isShared = outgoing.parts.length > 1;
  const { redaction } = database;
  await database.outbox.audit(tx, {
    document: head.document,
    action: outgoing.purpose === 'probe' && ended.kind === 'results' ? 'probed' : 'request-answered',
    summary: `${part.step}: ${wordsFor(ended)}`,
    direction: protocol.direction,
    details: {
      requestId: outgoing.requestId,
      commandId: head.commandId,
      step: part.step,
      purpose: outgoing.purpose,
      decision,
      durationMs: Math.round(durationMs),
      ...(part.isRetry && {
        request: describeRequest(redaction, protocol.encode(ofPart(part, outgoing.calls), maskOf)),
      }),
      ...(answer !== undefined && !isShared && { answer: describeAnswer(redaction, answer) }),
      ...(answer !== undefined && isShared && { answer: { status: answer.status, ...ownResults(ended) } }),
    },
    ...(cause !== undefined && { cause }),
  });
}

const ownResults = (ended: Ended): { readonly results?: readonly CallResult[] } =>
  ended.kind === 'results' ? { results: ended.results } : {};

export async function auditUnknown(
  tx: Transaction,
  { database, protocol, settings }: DispatcherContext,
  { head, cause }: StoredCommand,
  { outgoing, part }: { outgoing: OutgoingRequest; part: RequestPart },
): Promise<void> {
  await database.outbox.audit(tx, {
    document: head.document,
    action: 'step-unknown',
    summary: `Whether ${part.step} took effect is not known; it is looked up in ${Math.ceil(settings.settleMs / 1000)} s.`,
    direction: protocol.direction,
    details: { requestId: outgoing.requestId, commandId: head.commandId, step: part.step },
    ...(cause !== undefined && { cause }),
  });
}

function wordsFor(ended: Ended): string {
  if (ended.kind !== 'results') return ended.message;
  const count = (state: CallResult['state']): number => ended.results.filter((one) => one.state === state).length;
  const words = (['ok', 'nok', 'not-processed', 'missing'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`);
  return words.join(', ') || 'no result';
}
