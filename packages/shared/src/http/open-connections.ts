import { EnvHttpProxyAgent, type Dispatcher } from 'undici';

export interface ConnectionLimits {
  readonly connectTimeoutMs: number;
  /** Connections to a host; as many requests can be open. */
  readonly socketsMax: number;
  /** Left out, every host is called directly. */
  readonly proxy?: OutboundProxy | undefined;
}

/** The way out of a network that lets nothing else through. */
export interface OutboundProxy {
  /** `http://proxy.example:3128`, with `user:password@` where it asks for that. HTTPS goes through it in a tunnel, so that it sees no token. */
  readonly url: string;
  /** Hosts and domains that are called directly, separated by commas, as NO_PROXY is written everywhere. */
  readonly except?: string | undefined;
}

/** More than any answer has; a larger one is cut off and counts as none. */
const answerBytesMax = 32 * 1024 * 1024;

/**
 * A gateway's connections to the system it speaks to. One request at a time on each, so that none waits behind another;
 * no redirect is followed and nothing is repeated.
 */
export const openConnections = ({ connectTimeoutMs, socketsMax, proxy }: ConnectionLimits): Dispatcher =>
  // The dispatcher bounds the whole exchange, so the limits of its parts are off. The environment is read in one place,
  // with the settings: what is not given here must not be taken from there.
  new EnvHttpProxyAgent({
    httpProxy: '',
    httpsProxy: proxy?.url ?? '',
    noProxy: proxy?.except ?? '',
    connectTimeout: connectTimeoutMs,
    pipelining: 1,
    connections: socketsMax,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: answerBytesMax,
  });
