import type { HttpRequest } from './protocol.js';

/** What one request is for. */
export type Purpose = 'step' | 'probe' | 'undo';

/** A request whose intent is committed: everything that is needed to send it and to fold its answer. */
export interface Flight<Call = unknown> {
  readonly requestId: string;
  readonly purpose: Purpose;
  readonly commandId: string;
  /** The document's key, for the log. */
  readonly document: string;
  readonly step: string;
  readonly run: number;
  /** The calls in this request, and which calls of the step, undo or probe they are. */
  readonly calls: readonly Call[];
  readonly positions: readonly number[];
  readonly request: HttpRequest;
  readonly term: number;
  /** Monotonic, taken before the intent was written. */
  readonly intendedAt: number;
}
