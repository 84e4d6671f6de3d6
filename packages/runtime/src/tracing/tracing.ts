/** Injection token, and the type, of an app's tracing. */
export const Tracing = Symbol('Tracing');

/** The spans of one app. Each app has its own, so that several may share a process; a span is begun with what caused it. */
export interface Tracing {
  begin(start: SpanStart): Span;
  /** Sends ended spans, for a short time at most: an app does not wait for a collector. */
  stop(): Promise<void>;
}

export interface SpanStart {
  /** One of few: ids belong into the attributes. */
  readonly name: string;
  readonly kind: 'server' | 'consumer' | 'internal' | 'client';
  /** The traceparent of what caused it; without one a trace begins. */
  readonly parent?: string | undefined;
  /** The traceparents of others that caused it too. */
  readonly links?: readonly string[];
  readonly attributes?: Attributes;
}

/** Named as OpenTelemetry's semantic conventions have it, else `sluice.…`. Never a body, a secret or a text of people. */
export type Attributes = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface Span {
  /** What messages that it causes carry. */
  readonly traceparent: string | undefined;
  /** A span is exported only once it has ended. `failure`: the code of why it counts as an error. */
  end(ending?: { readonly attributes?: Attributes; readonly failure?: string | undefined }): void;
}

/** Without a collector: causes are passed on, and no span is made. */
export const noTracing: Tracing = {
  begin: ({ parent }) => ({ traceparent: parent, end: () => undefined }),
  stop: () => Promise.resolve(),
};
