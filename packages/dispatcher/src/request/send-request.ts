import { Failure } from '@sluice/shared/failure';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from './outgoing-request.js';
import type { GatewayCommand } from '../protocol.js';
import type { Sent } from '@sluice/shared/http/exchange';
import type { Ended, EndedRequest } from './ended-request.js';
import { sealReturned } from './seal-returned.js';
import { maskAnswer, revealing } from './sealed-values.js';
import type { Lease } from '../lease/take-lease.js';

/**
 * Sends a request whose intent is committed, if it still may leave, and says what came of it. Never rejects. Only here are
 * sealed values open; what the other system repeats of them is masked before anything looks at its answer, and what it
 * answers itself that is to be sealed is sealed.
 */
export async function sendRequest<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  outgoing: OutgoingRequest<Call>,
  leaseNow: () => Lease | undefined,
): Promise<EndedRequest> {
  const { protocol, settings, unseal } = context;
  const started = performance.now();
  let stopped: string | undefined;
  let mayHaveLeft = false;
  const onRequestStart = (): string | undefined => {
    stopped = whyNotSend(outgoing, leaseNow(), settings.sendBeforeMs);
    mayHaveLeft ||= stopped === undefined;
    return stopped;
  };
  const { reveal, revealed } = revealing(unseal);
  let sent: Sent;
  try {
    const request = protocol.encode(outgoing.calls, reveal);
    sent = await protocol.transport.send(request, { timeoutMs: settings.clientTimeoutMs, onRequestStart });
  } catch (thrown) {
    // Before the guard was asked no byte was written; after it that cannot be known.
    sent = { kind: mayHaveLeft ? 'no-answer' : 'not-sent', message: Failure.from(thrown, 'request').message };
  }
  const durationMs = performance.now() - started;
  if (sent.kind === 'answer') {
    const answer = maskAnswer(sent.answer, revealed);
    const ended = meaningOf(() => protocol.classify(outgoing.calls, answer));
    return sealReturned(context, outgoing, { ended, answer, durationMs });
  }
  if (sent.kind === 'not-sent')
    return { ended: { kind: 'not-sent', message: sent.message, wait: stopped === undefined }, durationMs };
  return { ended: { kind: 'unanswered', code: 'unavailable', message: sent.message }, durationMs };
}

/**
 * Whether the request may still leave, asked just before the first byte. Past this point a successor may already count the request as unanswered and
 * wait only for the settle time, so nothing may leave that its lease or its time no longer covers.
 */
export function whyNotSend(
  outgoing: OutgoingRequest,
  lease: Lease | undefined,
  sendBeforeMs: number,
): string | undefined {
  if (lease === undefined) return 'the lease ran out before the request was sent';
  if (lease.term !== outgoing.term)
    return `the lease has term ${lease.term}, the request was meant for ${outgoing.term}`;
  if (performance.now() >= outgoing.intendedAt + sendBeforeMs) return 'too much time has passed since the intent';
  return undefined;
}

function meaningOf(classify: () => Ended): Ended {
  try {
    return classify();
  } catch (thrown) {
    const { message } = Failure.from(thrown, 'answer');
    return { kind: 'unanswered', code: 'answer-unreadable', message } satisfies Ended;
  }
}
