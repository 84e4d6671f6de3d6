/** What one message does for its place in the group while it takes long. */
export interface Heartbeat {
  /** Aborts when the group no longer counts on this member: a rebalance, or it was thought dead. */
  readonly lost: AbortSignal;
  stop(): void;
}

/** Beats every `everyMs` until stopped or rejected; kafkajs itself beats only between messages. */
export function keepBeating(beat: () => Promise<void>, everyMs: number): Heartbeat {
  const lost = new AbortController();
  const timer = setInterval(() => {
    beat().catch((thrown: unknown) => lost.abort(thrown));
  }, everyMs);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
