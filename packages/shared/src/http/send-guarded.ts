import type { HttpRequest, SendOptions, Sent } from './exchange.js';
import type { Dispatcher } from 'undici';

/**
 * Sends one request once. The guard is asked when the connection stands and just before the first byte is written, so
 * that "not sent" is certain. Whatever goes wrong after that leaves open whether the other system did something.
 */
export function sendGuarded(
  connections: Dispatcher,
  { url, method, headers, body }: HttpRequest,
  { onRequestStart, timeoutMs }: SendOptions,
): Promise<Sent> {
  const { origin, pathname, search } = new URL(url);
  return new Promise((resolve) => {
    const exchange = new Exchange(onRequestStart, timeoutMs, resolve);
    const request = { origin, path: `${pathname}${search}`, method, headers, body: body ?? null };
    try {
      connections.dispatch(request, exchange);
    } catch (cause) {
      exchange.onResponseError(undefined, cause as Error);
    }
  });
}

type Controller = Dispatcher.DispatchController;

class Exchange implements Dispatcher.DispatchHandler {
  readonly #guard: () => string | undefined;
  readonly #resolve: (sent: Sent) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Controller | undefined;
  #stopped: string | undefined;
  #hasLeft = false;
  #status = 0;
  #headers: Record<string, string> = {};

  constructor(guard: () => string | undefined, timeoutMs: number, resolve: (sent: Sent) => void) {
    this.#guard = guard;
    this.#timer = setTimeout(() => this.#stop(`no complete answer within ${timeoutMs} ms`), timeoutMs);
    this.#resolve = resolve;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    this.#stopped ??= this.#guard();
    if (this.#stopped === undefined) this.#hasLeft = true;
    else controller.abort(new Error(this.#stopped));
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value?.toString() ?? '']),
    );
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks).toString('utf8');
    this.#finish({ kind: 'answer', answer: { status: this.#status, headers: this.#headers, body } });
  }

  onResponseError(_controller: Controller | undefined, error: Error): void {
    const message = this.#stopped ?? error.message;
    this.#finish({ kind: this.#hasLeft ? 'no-answer' : 'not-sent', message });
  }

  /** Before the connection stands there is nothing to abort yet; the guard then finds it stopped. */
  #stop(message: string): void {
    this.#stopped = message;
    this.#controller?.abort(new Error(message));
    this.#finish({ kind: this.#hasLeft ? 'no-answer' : 'not-sent', message });
  }

  #finish(sent: Sent): void {
    clearTimeout(this.#timer);
    this.#resolve(sent);
  }
}
