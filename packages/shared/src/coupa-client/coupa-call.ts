import type { HttpRequest } from '../http/exchange.js';
import type { CoupaStep } from '../script.js';
import { withSealedReplaced, type SealedValue } from '../sealed.js';

/** One call to Coupa's API, complete; sealed values in its body are still sealed. */
export type CoupaCall = Pick<CoupaStep, 'method' | 'path' | 'query' | 'body'>;

/**
 * The call as an HTTP request to the instance at `baseUrl`; `reveal` says what stands in the place of a sealed value. Both
 * headers always: without them Coupa answers, and reads, XML. A PUT that only marks (`?exported=true`) has no body.
 */
export function encodeCall(
  baseUrl: string,
  { method, path, query, body }: CoupaCall,
  reveal: (sealed: SealedValue) => string,
): HttpRequest {
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return {
    method,
    url: `${baseUrl}${path}${search}`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(withSealedReplaced(body, reveal)) }),
  };
}
