import type { HttpRequest } from '@sluice/shared/http/exchange';
import type { CoupaStep } from '@sluice/shared/script';

/** One call to Coupa's API, complete. */
export type CoupaCall = Pick<CoupaStep, 'method' | 'path' | 'query' | 'body'>;

/**
 * The call as an HTTP request to the instance at `baseUrl`. Both headers always: without them Coupa answers, and reads,
 * XML. A PUT that only marks (`?exported=true`) has no body.
 */
export function encodeCall(baseUrl: string, { method, path, query, body }: CoupaCall): HttpRequest {
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return {
    method,
    url: `${baseUrl}${path}${search}`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}
