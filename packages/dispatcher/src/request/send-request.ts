import { Failure } from '@sluice/shared/failure';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from './outgoing-request.js';
import type { GatewayCommand } from '../protocol.js';
import type { Sent } from '@sluice/shared/http/exchange';
import type { Ended, Recorded } from './record-answer.js';
import type { Lease } from '../lease/take-lease.js';

/** Sends a request whose intent is committed, if it still may leave, and says what came of it. Never rejects. */
export async function sendRequest<Command extends GatewayCommand, Call>(
  { protocol, settings }: DispatcherContext<Command, Call>,
  outgoing: OutgoingRequest<Call>,
  leaseNow: () => Lease | undefined,
): Promise<Recorded> {
  const started = performance.now();
  let stopped: string | undefined;
  let mayHaveLeft = false;
  const onRequestStart = (): string | undefined => {
    stopped = whyNotSend(outgoing, leaseNow(), settings.sendBeforeMs);
    mayHaveLeft ||= stopped === undefined;
    return stopped;
  };
  let sent: Sent;
  try {
    sent = await protocol.transport.send(outgoing.request, { timeoutMs: settings.clientTimeoutMs, onRequestStart });
  } catch (thrown) {
    // Without the guard's word no byte was written; with it nobody can say.
    sent = { kind: mayHaveLeft ? 'no-answer' : 'not-sent', message: Failure.from(thrown, 'request').message };
  }
  const durationMs = performance.now() - started;
  if (sent.kind === 'answer') {
    const { answer } = sent;
    return { ended: meaningOf(() => protocol.classify(outgoing.calls, answer)), answer, durationMs };
  }
  if (sent.kind === 'not-sent')
    return { ended: { kind: 'not-sent', message: sent.message, wait: stopped === undefined }, durationMs };
  return { ended: { kind: 'unanswered', code: 'unavailable', message: sent.message }, durationMs };
}

/**
 * The last look before the first byte. Past this point a successor may already count the request as unanswered and
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
