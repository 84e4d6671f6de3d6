import { Agent } from 'undici';

export interface ConnectionLimits {
  readonly connectTimeoutMs: number;
  /** Connections to a host; as many requests can be open. */
  readonly socketsMax: number;
}

/** More than any answer has; a larger one is cut off and counts as none. */
const answerBytesMax = 32 * 1024 * 1024;

/**
 * A gateway's connections to the system it speaks to. One request at a time on each, so that none waits behind another;
 * no redirect is followed and nothing is repeated.
 */
export const openConnections = ({ connectTimeoutMs, socketsMax }: ConnectionLimits): Agent =>
  // The dispatcher bounds the whole exchange, so the limits of its parts are off.
  new Agent({
    pipelining: 1,
    connections: socketsMax,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: answerBytesMax,
  });
