/** Keeps this member in the consumer group while one message takes long. */
export interface Heartbeat {
  /** Aborts when the group rebalances, or no longer counts this member. */
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
