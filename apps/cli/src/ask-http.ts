import { request as requestPlain } from 'node:http';
import { request as requestOverTls } from 'node:https';

export interface HttpAsked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole of it. */
  readonly patienceMs: number;
}

/**
 * One request to an app of the installation, by Node's own client: it is loaded in no time, asks on every port, and
 * follows no redirection, which could lead the token anywhere. Rejects where no answer comes.
 */
export const askHttp = (
  url: URL,
  { method = 'GET', headers = {}, body, patienceMs }: HttpAsked,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    const send = url.protocol === 'https:' ? requestOverTls : requestPlain;
    const request = send(url, { method, headers: { ...headers }, signal, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
      answer.on('error', reject);
    });
    request.on('error', (thrown: Error) => reject(signal.aborted ? (signal.reason as Error) : thrown));
    // As bytes: a body that is text would have Node write the headers in the encoding of the body.
    request.end(body === undefined ? undefined : Buffer.from(body, 'utf8'));
  });

/** Of what a request rejected with: its code, such as ECONNREFUSED, else its message. */
export function whyNoAnswer(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.name === 'TimeoutError') return 'timed out';
  return (thrown as NodeJS.ErrnoException).code ?? thrown.message;
}
