const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * SQLSTATEs of a server that is not available: connection (08), not authorised yet (28), resources (53), operator (57P), system (58),
 * read-only, as after a failover (25006), a transaction that the server ended for idling (25P03).
 */
const awayStates = /^(08...|28...|53...|57P..|58...|25006|25P03)$/;
/** Deadlock, serialisation, lock or statement time-out: the same work may succeed at once. */
const contentionStates = /^(40001|40P01|55P03|57014)$/;
const awayWords =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not queryable|Query runner already released|Driver not Connected|Cannot use a pool after calling end/i;

/** Node's codes of a certificate that is not accepted, and of a handshake that fails. */
const tlsCodes =
  /^(CERT_|CRL_|ERR_SSL_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_C|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_|EPROTO)/;
/** What `pg` says of a server that speaks no TLS, or closes the connection when asked for it. */
const tlsWords = /server does not support SSL connections|error establishing an SSL connection/i;

/** Postgres is not available; nothing is known to be wrong with the work itself. */
export function isStorageAway(thrown: unknown): boolean {
  return (
    isWithoutTls(thrown) ||
    chainOf(thrown).some((error) => {
      const code = codeOf(error);
      return networkCodes.has(code) || awayStates.test(code) || awayWords.test(error.message);
    })
  );
}

/** No encrypted connection came about: a certificate has expired or is not trusted, or the server speaks no TLS. */
export const isWithoutTls = (thrown: unknown): boolean =>
  chainOf(thrown).some((error) => tlsCodes.test(codeOf(error)) || tlsWords.test(error.message));

/** Two transactions were in conflict. */
export const isContention = (thrown: unknown): boolean =>
  chainOf(thrown).some((error) => contentionStates.test(codeOf(error)));

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

function chainOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  const open = [thrown];
  while (open.length > 0 && chain.length < 10) {
    const error = open.shift();
    if (!(error instanceof Error)) continue;
    chain.push(error);
    open.push(error.cause, 'driverError' in error ? error.driverError : undefined);
    if (error instanceof AggregateError) open.push(...(error.errors as unknown[]));
  }
  return chain;
}
