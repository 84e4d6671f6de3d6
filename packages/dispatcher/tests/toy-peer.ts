import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SealedValue } from '@sluice/shared/sealed';

/** What the peer does wrong, once each. `before` and `after` say whether the calls were carried out. */
export type Fault =
  | { readonly on: string; readonly do: 'drop-request' | 'drop-answer' | 'page' | 'short' | 'not-processed' }
  | { readonly on: string; readonly do: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly on: string; readonly do: 'refuse'; readonly message: string }
  /** Answered with that when the test says so, and not carried out. */
  | { readonly on: string; readonly do: 'hold-then-status'; readonly status: number }
  /** The calls from this one on are not processed. */
  | { readonly on: string; readonly do: 'not-processed-from'; readonly index: number }
  /** Carried out, and answered when the test says so. */
  | { readonly on: string; readonly do: 'hold' };

export interface ToyCall {
  readonly name: string;
  readonly args: Readonly<Record<string, string | SealedValue>>;
}

/**
 * A system like M3's batch entry: `open` gives a number, `add` puts something under it, `finish` makes it count, `drop`
 * takes back what is not finished, `look` tells what is finished. It has no idempotency of its own.
 */
export class ToyPeer {
  readonly carriedOut: ToyCall[] = [];
  readonly finished = new Map<string, string[]>();
  readonly requests: { authorization: string | undefined; names: string[] }[] = [];
  /** Calls that make every request fail in which they are. */
  readonly failsAlways = new Set<string>();
  /** A filter before the system answers a page to every request in which this text stands, or to all where it is empty. */
  filtered: { readonly text: string; readonly status: number } | undefined;
  tokensGiven = 0;
  tokenStatus = 200;
  /** Names that a finished entry is not seen under for so many looks: it is on its way. */
  hiddenLooks = 0;
  readonly #open = new Map<string, string[]>();
  readonly #faults: Fault[] = [];
  readonly #held: (() => void)[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  #number = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  fail(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  get heldCount(): number {
    return this.#held.length;
  }

  release(): void {
    for (const answer of this.#held.splice(0)) answer();
  }

  countOf(name: string): number {
    return this.carriedOut.filter((call) => call.name === name).length;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === '/token') {
      if (this.tokenStatus === 200) this.tokensGiven += 1;
      response.writeHead(this.tokenStatus).end(`token-${this.tokensGiven}`);
      return;
    }
    const body = Buffer.concat(chunks).toString();
    const { calls } = JSON.parse(body) as { calls: ToyCall[] };
    this.requests.push({ authorization: request.headers.authorization, names: calls.map(({ name }) => name) });
    if (this.filtered !== undefined && body.includes(this.filtered.text))
      return void response.writeHead(this.filtered.status).end('<html>blocked by policy</html>');
    if (calls.some(({ name }) => this.failsAlways.has(name))) return void response.writeHead(500).end();
    const index = this.#faults.findIndex((one) => calls.some(({ name }) => name === one.on));
    const fault = index === -1 ? undefined : this.#faults.splice(index, 1)[0];
    this.#answer(calls, fault, request, response);
  }

  #answer(calls: ToyCall[], fault: Fault | undefined, request: IncomingMessage, response: ServerResponse): void {
    if (fault?.do === 'status') return void response.writeHead(fault.status, fault.headers).end('{}');
    if (fault?.do === 'hold-then-status')
      return void this.#held.push(() => void response.writeHead(fault.status).end('{}'));
    if (fault?.do === 'drop-request') return void request.socket.destroy();
    const results = calls.map((call, index) => {
      if (fault?.do === 'not-processed-from' && index >= fault.index) return { notProcessed: true };
      if (fault?.do === 'refuse' && fault.on === call.name) return { refused: { code: 'NO', message: fault.message } };
      if (fault?.do === 'not-processed' && fault.on === call.name) return { notProcessed: true };
      return this.#carryOut(call);
    });
    if (fault?.do === 'drop-answer') return void request.socket.destroy();
    if (fault?.do === 'page') return void response.end('<html></html>');
    if (fault?.do === 'short') results.pop();
    const answer = (): void => void response.end(JSON.stringify({ results }));
    if (fault?.do === 'hold') this.#held.push(answer);
    else answer();
  }

  #carryOut(call: ToyCall): { records: Record<string, string>[] } | { refused: { code: string; message: string } } {
    this.carriedOut.push(call);
    const { number = '', item = '' } = call.args as Record<string, string>;
    const items = this.#open.get(number);
    switch (call.name) {
      case 'open':
        this.#number += 1;
        this.#open.set(String(this.#number), []);
        return { records: [{ number: String(this.#number) }] };
      case 'look':
        if (this.hiddenLooks > 0) {
          this.hiddenLooks -= 1;
          return { records: [] };
        }
        return {
          records: this.finished.has(number) ? [{ number, items: String(this.finished.get(number)?.length) }] : [],
        };
      case 'list':
        return { records: [...this.finished.keys()].map((one) => ({ number: one })) };
      default:
        break;
    }
    if (items === undefined) return { refused: { code: 'NO-ENTRY', message: `no open entry ${number}` } };
    if (call.name === 'add') items.push(item);
    if (call.name === 'finish' || call.name === 'drop') this.#open.delete(number);
    if (call.name === 'finish') this.finished.set(number, items);
    return { records: [] };
  }
}
