import { request } from 'undici';
import { Failure } from '@sluice/shared/failure';
import { isFailureCode } from '@sluice/shared/failure-codes';
import { z } from 'zod';
import { consoleConfig, settingsOf } from './config.js';
import type { Terminal } from './terminal.js';

const patienceMs = 120_000;

const Refusal = z.object({
  error: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }),
});

/** One question to the console's API. A refusal becomes a Failure with the console's own words. */
export async function askConsole<Schema extends z.ZodType>(
  terminal: Terminal,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const { consoleUrl, apiToken } = settingsOf(consoleConfig, terminal);
  const { status, text } = await exchange(consoleUrl, path, {
    method,
    headers: {
      authorization: `Bearer ${apiToken}`,
      accept: 'application/json',
      // Header values are Latin-1; a name may be anything.
      'x-sluice-user': terminal.user.replaceAll(/[^\x20-\x7e]/g, '?'),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = parseJson(text);
  if (status >= 400) throw refusal(status, answer, consoleUrl);
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Failure(
    `${consoleUrl} answered something that is no answer of the console: ${z.prettifyError(parsed.error)}`,
    {
      code: 'answer-unreadable',
      stage: 'answer',
      disposition: 'park',
      fix: 'Check that SLUICE_CONSOLE_URL is the console’s address, and that it is of the same release as this command.',
    },
  );
}

async function exchange(
  consoleUrl: string,
  path: string,
  options: { method: string; headers: Record<string, string>; body?: string },
): Promise<{ status: number; text: string }> {
  try {
    const { statusCode, body } = await request(new URL(path, consoleUrl), {
      ...options,
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
    });
    return { status: statusCode, text: await body.text() };
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? Failure.from(cause).message;
    throw new Failure(`The console at ${consoleUrl} does not answer (${why}).`, {
      code: 'unavailable',
      stage: 'request',
      disposition: 'retry',
      fix: 'Check that it is running; SLUICE_CONSOLE_URL is its address.',
      cause,
    });
  }
}

function refusal(status: number, answer: unknown, consoleUrl: string): Failure {
  const parsed = Refusal.safeParse(answer);
  const { code, message, fix } = parsed.data?.error ?? {
    code: 'unexpected',
    message: `${consoleUrl} answered ${status}.`,
    fix: undefined,
  };
  const known = isFailureCode(code) ? code : undefined;
  // A console of a newer release names codes that have no page here.
  return new Failure(known === undefined ? `${message} (${code})` : message, {
    code:
      status === 401 || status === 403 ? 'not-authorized' : status === 503 ? 'unavailable' : (known ?? 'unexpected'),
    stage: 'answer',
    disposition: 'park',
    ...(fix !== undefined && { fix }),
  });
}

/** What a text says; `undefined` where it is no JSON, such as a proxy's page. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
