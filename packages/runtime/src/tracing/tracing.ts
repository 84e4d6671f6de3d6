/** Injection token, and the type, of an app's tracing. */
export const Tracing = Symbol('Tracing');

/** The spans of one app. Each app has its own, so that several may share a process; whoever begins a span says what caused it. */
export interface Tracing {
  begin(start: SpanStart): Span;
  /** Sends what has ended, for at most a moment: an app does not wait for whoever collects. */
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
  /** Until it has ended, nobody sees it. `failure`: why it counts as an error, as a code. */
  end(ending?: { readonly attributes?: Attributes; readonly failure?: string | undefined }): void;
}

/** Where nobody collects: what caused a thing is handed on, and nothing is kept. */
export const noTracing: Tracing = {
  begin: ({ parent }) => ({ traceparent: parent, end: () => undefined }),
  stop: () => Promise.resolve(),
};
