import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { PayloadTooLargeException } from '@nestjs/common';
import type { Answer } from './answer.js';

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** One call over the wire: what came, read to its end, and the two ways to go on: answer, or cut the connection. */
export class Exchange {
  private constructor(
    readonly method: string,
    readonly url: string,
    readonly headers: IncomingMessage['headers'],
    readonly body: string,
    /** The address by which the caller came, without a path. */
    readonly origin: string,
    private readonly response: ServerResponse,
  ) {}

  static async read(request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) throw new PayloadTooLargeException();
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString('utf8');
    const scheme = request.socket instanceof TLSSocket ? 'https' : 'http';
    const origin = `${scheme}://${request.headers.host ?? ''}`;
    return new Exchange(request.method ?? 'GET', request.url ?? '/', request.headers, body, origin, response);
  }

  /** The path as sent, without the query. */
  get path(): string {
    return this.url.split('?', 1)[0] ?? '/';
  }

  /** The query as sent, without the question mark. */
  get query(): string {
    const at = this.url.indexOf('?');
    return at < 0 ? '' : this.url.slice(at + 1);
  }

  get bearer(): string | undefined {
    return /^Bearer (\S+)$/i.exec(this.headers.authorization ?? '')?.[1];
  }

  send(answer: Answer): void {
    if (this.response.destroyed || this.response.headersSent) return;
    const isText = typeof answer.body === 'string';
    this.response.statusCode = answer.status;
    if (answer.body !== undefined) {
      this.response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
    }
    for (const [name, value] of Object.entries(answer.headers ?? {})) this.response.setHeader(name, value);
    this.response.end(isText ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  /** Breaks the connection without a byte of an answer, as a lost network or a dying peer does. */
  cut(): void {
    const { socket } = this.response;
    // A reset cannot be written into a TLS connection: there it just ends.
    if (socket instanceof TLSSocket) socket.destroy();
    else socket?.resetAndDestroy();
  }
}
