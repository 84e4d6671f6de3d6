import { scaleDurations } from './durations.js';

/** The shortest that a broker accepts (`group.min.session.timeout.ms`). */
const sessionMinMs = 6_000;

/** The runtime's durations in milliseconds; `SLUICE_TIME_SCALE` scales all but those that brokers limit. */
export function runtimeDurations(timeScale: number) {
  const sessionTimeoutMs = Math.max(sessionMinMs, Math.round(30_000 * timeScale));
  return {
    ...scaleDurations(
      {
        /** Between two tries of a message, doubled each time. */
        foldRetryMs: 250,
        /** How often offsets are committed to the consumer group. */
        offsetCommitMs: 1_000,
        /** How often a standby tries to take the relay's lock, and a failing leader tries again. */
        relayRetryMs: 1_000,
        /** How often a start that waits for the schema or the topics checks again. */
        startRetryMs: 1_000,
        /** How long a message may wait to be published before the app counts as degraded. */
        overdueAfterMs: 15 * 60_000,
        /** How long a successful comparison of the topics is cached. */
        topicsCheckMs: 30_000,
      },
      timeScale,
    ),
    /** How often the outbox is polled when no commit of this process wakes the relay. */
    relayPollMs: 50,
    /** How long a stopping relay goes on publishing. */
    relayDrainMs: 5_000,
    /** A member that is silent for so long leaves the group. */
    sessionTimeoutMs,
    heartbeatMs: Math.min(3_000, Math.round(sessionTimeoutMs / 3)),
    /** A statement without an answer for so long is abandoned, and its connection closed. */
    statementTimeoutMs: Math.max(5_000, Math.round(20_000 * timeScale)),
    /** How long one readiness check may take. */
    checkPatienceMs: 3_000,
    /** For how long readiness is answered again to callers without the token. */
    strangersMs: 1_000,
    /** How long a check may take on which readiness does not depend. */
    optionalPatienceMs: 500,
  };
}
