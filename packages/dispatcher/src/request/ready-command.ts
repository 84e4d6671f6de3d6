import { getReady, type Ready, type ReadyCalls } from '../command/get-ready.js';
import { readCommand, type StoredCommand } from '../command/load-command.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { GatewayCommand, Protocol } from '../protocol.js';
import type { Candidate, NextRequest } from './form-batch.js';
import type { Purpose } from './outgoing-request.js';

/** A command whose next request could leave now. */
export interface ReadyCommand<Call> extends Candidate<Call> {
  readonly stored: StoredCommand;
  readonly ready: ReadyCalls<Call>;
}

const purposeOf = { call: 'step', probe: 'probe', undo: 'undo' } as const satisfies Record<string, Purpose>;

/** How far a command gets without a request, or the calls of its next one. Throws where this release cannot read it. */
export function readyOf<Command extends GatewayCommand, Call>(
  { protocol, unseal }: DispatcherContext<Command, Call>,
  { body, progress }: StoredCommand,
  callsMax: number,
): Ready<Call> {
  const { command, policies } = readCommand(protocol, body);
  return getReady(protocol, command, policies, progress, { now: new Date().toISOString(), callsMax, unseal });
}

export function readyCommand<Command extends GatewayCommand, Call>(
  { protocol }: DispatcherContext<Command, Call>,
  stored: StoredCommand,
  ready: ReadyCalls<Call>,
): ReadyCommand<Call> {
  const { head, sharedLosses } = stored;
  const { calls, move, independent } = ready;
  const group = protocol.groupOf(calls[0] as Call);
  return { stored, ready, head, sharedLosses, calls, group, independent, purpose: purposeOf[move.do] };
}

/** What the next request of a command carries, to be noted beside it. */
export const nextRequestOf = <Call>(
  { groupOf }: Pick<Protocol<never, Call>, 'groupOf'>,
  { calls, move }: ReadyCalls<Call>,
): NextRequest => ({ purpose: purposeOf[move.do], group: groupOf(calls[0] as Call), calls: calls.length });

/** The same of a command that has just come; `undefined` where it needs no request, or this release cannot read it. */
export function nextRequestOfNew<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  stored: StoredCommand,
): NextRequest | undefined {
  const { protocol } = context;
  // Alone in its request: nobody asks what else could travel in it.
  if (protocol.callsPerRequest === 1) return undefined;
  try {
    const ready = readyOf(context, stored, protocol.callsPerRequest);
    return ready.calls === undefined ? undefined : nextRequestOf(protocol, ready);
  } catch {
    return undefined;
  }
}
