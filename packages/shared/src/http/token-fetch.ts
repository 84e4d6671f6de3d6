import { customFetch, type ClientCredentialsGrantRequestOptions } from 'oauth4webapi';
import { fetch, type Dispatcher } from 'undici';

/** How oauth4webapi calls for a token: over these connections, and never longer than so many milliseconds. */
export const tokenFetch = (
  connections: Dispatcher,
  timeoutMs: number,
): Pick<ClientCredentialsGrantRequestOptions, typeof customFetch | 'signal'> => ({
  [customFetch]: (url, { body, headers, method, redirect, signal }) =>
    fetch(url, { body, headers, method, redirect, signal: signal ?? null, dispatcher: connections }),
  signal: () => AbortSignal.timeout(timeoutMs),
});
