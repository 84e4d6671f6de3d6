/** A request without credentials: those are added by the transport, so that none is ever stored. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; of repeated headers the values joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How sending ended. Only `no-answer` leaves open whether the other system did something. */
export type Sent =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  /** No byte has left: the guard stopped it, or no connection came about. */
  | { readonly kind: 'not-sent'; readonly message: string }
  /** Time-out, reset, cut: bytes may have left. */
  | { readonly kind: 'no-answer'; readonly message: string };

export interface SendOptions {
  /** Why it must not be sent any more, or nothing. */
  readonly onRequestStart: () => string | undefined;
  /** Until the whole answer is there. */
  readonly timeoutMs: number;
}

/** A call for a token, as it goes on record: never with its content. */
export interface TokenCall {
  readonly url: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly status?: number;
  readonly message?: string;
}

/** The credentials of the one account that a gateway calls with, and its connections. */
export interface Transport {
  /**
   * Makes sure that a token is at hand, before an intent is committed. Rejects with a Failure: `credentials-refused`
   * pauses the account, everything else is tried again later.
   */
  prepare(onTokenCall: (call: TokenCall) => void): Promise<void>;
  /** Forgets the token: it was refused. The next `prepare` asks for a new one. */
  forgetToken(): void;
  /**
   * Sends one request, once, and never rejects. `onRequestStart` is called just before the first byte is written;
   * when it answers a text, the request is stopped there and counts as `not-sent`. No redirect is followed.
   */
  send(request: HttpRequest, options: SendOptions): Promise<Sent>;
  close(): Promise<void>;
}
