import type { Server } from 'node:http';

/** What a caller may take of a server that many share. */
export const serverLimits = {
  /** Longest time for the head of a request. */
  headersTimeoutMs: 10_000,
  /** Longest time for a whole request, head and body; answers may take as long as they need. */
  requestTimeoutMs: 20_000,
  /** How often Node looks for requests that take too long. */
  checkMs: 2_000,
  /** Further connections are closed at once. */
  connectionsMax: 1_000,
};

/**
 * A caller that sends a byte now and then would hold a connection, and what was read of its body, for as long as it
 * likes. To be called before the server listens.
 */
export function limitServer(server: Server, limits = serverLimits): void {
  server.headersTimeout = limits.headersTimeoutMs;
  server.requestTimeout = limits.requestTimeoutMs;
  server.maxConnections = limits.connectionsMax;
  // An option of `createServer`, which Nest does not pass on; Node reads it when the server begins to listen, and looks
  // only every 30 s without it.
  Object.assign(server, { connectionsCheckingInterval: limits.checkMs });
}
