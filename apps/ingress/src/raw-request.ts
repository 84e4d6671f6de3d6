import type { TracedRequest } from '@sluice/runtime/tracing/trace-requests';

/** A request whose body has not been parsed. */
export interface RawRequest extends TracedRequest {
  readonly rawBody?: Buffer;
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export const bodyOf = ({ rawBody }: RawRequest): Buffer => rawBody ?? Buffer.alloc(0);

/** The value of a header, trimmed; an empty one counts as absent. */
export const headerOf = ({ headers }: RawRequest, name: string): string | undefined =>
  headers[name.toLowerCase()]?.toString().trim() || undefined;
