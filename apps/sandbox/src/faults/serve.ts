import type { Clock } from '../clock.js';
import type { Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import type { Encounter, FaultBoard } from './fault-board.js';

/** How a call ended: answered, or cut before (`request`) or after (`answer`) it was done. */
export interface Served {
  readonly answer?: Answer;
  readonly dropped?: 'request' | 'answer';
}

interface System {
  readonly faults: FaultBoard;
  readonly clock: Clock;
  readonly revoke: (token: string | undefined) => void;
}

/** Runs one call through the faults that meet it. Nothing is sent yet, so that the caller can log it first. */
export async function serve(
  { faults, clock, revoke }: System,
  met: Encounter,
  bearer: string | undefined,
  handle: () => Answer | Promise<Answer>,
): Promise<Served> {
  const delay = faults.take(met, 'delay');
  if (delay) await clock.wait(delay.ms);
  const fault = faults.take(met, 'drop-request', 'drop-answer', 'status', 'revoke-token');
  switch (fault?.kind) {
    case 'drop-request':
      return { dropped: 'request' };
    case 'status':
      return { answer: { status: fault.status, headers: fault.headers, body: fault.body } };
    case 'drop-answer':
      return { answer: await handle(), dropped: 'answer' };
    case 'revoke-token':
      revoke(bearer);
      return { answer: await handle() };
    case undefined:
      return { answer: await handle() };
  }
}

export function deliver(exchange: Exchange, served: Served): void {
  if (served.dropped || !served.answer) exchange.cut();
  else exchange.send(served.answer);
}
