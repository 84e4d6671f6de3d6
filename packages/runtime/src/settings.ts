import { scaleDurations } from './durations.js';

/** What a broker accepts at least (`group.min.session.timeout.ms`). */
const sessionLeastMs = 6_000;

/** The durations of the carriers in milliseconds; `SLUICE_TIME_SCALE` scales all but what brokers bound. */
export function runtimeDurations(timeScale: number) {
  const sessionTimeoutMs = Math.max(sessionLeastMs, Math.round(30_000 * timeScale));
  return {
    ...scaleDurations(
      {
        /** Between two tries of a message, doubled each time. */
        foldRetryMs: 250,
        /** How often the group is told how far this app has got. */
        offsetCommitMs: 1_000,
        /** How often a standby asks for the relay's lock, and a failing leader tries again. */
        relayRetryMs: 1_000,
        /** How often a start that waits for the schema or the topics looks again. */
        startRetryMs: 1_000,
        /** How long a good comparison of the topics is believed. */
        topicsCheckMs: 30_000,
      },
      timeScale,
    ),
    /** How often the outbox is looked at when no commit of this process wakes the relay. */
    relayPollMs: 50,
    /** How long a stopping relay goes on publishing. */
    relayDrainMs: 5_000,
    /** A member that is silent for so long leaves the group. */
    sessionTimeoutMs,
    heartbeatMs: Math.min(3_000, Math.round(sessionTimeoutMs / 3)),
    /** A statement without an answer for so long is given up, and its connection with it. */
    statementTimeoutMs: Math.max(5_000, Math.round(20_000 * timeScale)),
    /** How long one readiness check may take. */
    checkPatienceMs: 3_000,
    /** How long a check may take that readiness does not hang on. */
    optionalPatienceMs: 500,
  };
}
