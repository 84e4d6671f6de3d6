import { Failure } from '@sluice/shared/failure';
import { isFailureCode, type FailureCode } from '@sluice/shared/failure-codes';
import { z } from 'zod';
import { askHttp, whyNoAnswer } from './ask-http.js';
import { authorizationFor } from './authorization-for.js';

const patienceMs = 120_000;

const Refusal = z.object({
  error: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }),
});

/** An app of the installation, as a command reaches it. */
export interface AskedApp {
  readonly name: string;
  readonly url: string;
  readonly apiToken: string | undefined;
  /** Name of the setting that holds the address, to be named where nobody answers. */
  readonly urlSetting: string;
  /** Who asks, for the history. */
  readonly user: string;
}

/** One question to an app's API. A refusal becomes a Failure with the app's own words. */
export async function askApp<Schema extends z.ZodType>(
  app: AskedApp,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const { name, url, apiToken, urlSetting, user } = app;
  const { status, text } = await exchange(app, path, {
    method,
    headers: {
      ...authorizationFor(url, apiToken),
      accept: 'application/json',
      // Headers travel as Latin-1, and apps read this one as UTF-8: a name may be anything.
      'x-sluice-user': Buffer.from(user.replaceAll(/\p{Cc}/gu, ''), 'utf8').toString('latin1'),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = parseJson(text);
  if (status >= 300) throw refusal(status, answer, url);
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Failure(`${url} answered something that is no answer of ${name}: ${z.prettifyError(parsed.error)}`, {
    code: 'answer-unreadable',
    stage: 'answer',
    disposition: 'park',
    fix: `Check that ${urlSetting} is the address of ${name}, and that it is of the same release as this command.`,
  });
}

async function exchange(
  { name, url, urlSetting }: AskedApp,
  path: string,
  options: { method: string; headers: Record<string, string>; body?: string },
): Promise<{ status: number; text: string }> {
  try {
    return await askHttp(new URL(path, url), { ...options, patienceMs });
  } catch (cause) {
    throw new Failure(`${name} at ${url} does not answer (${whyNoAnswer(cause)}).`, {
      code: 'unavailable',
      stage: 'request',
      disposition: 'retry',
      fix: `Check that it is running; ${urlSetting} is its address.`,
      cause,
    });
  }
}

function refusal(status: number, answer: unknown, url: string): Failure {
  const parsed = Refusal.safeParse(answer);
  const { code, message, fix } = parsed.data?.error ?? {
    code: 'unexpected',
    message: `${url} answered ${status}.`,
    fix: undefined,
  };
  const known = isFailureCode(code) ? code : undefined;
  // An app of a newer release names codes that have no page here.
  return new Failure(known === undefined ? `${message} (${code})` : message, {
    code: codeOf(status, known),
    stage: 'answer',
    disposition: 'park',
    ...(fix !== undefined && { fix }),
  });
}

/** A proxy, too, answers 401, 403 and 503. */
function codeOf(status: number, known: FailureCode | undefined): FailureCode {
  if (status === 401) return 'not-authorized';
  if (status === 403) return known ?? 'not-authorized';
  return status === 503 ? 'unavailable' : (known ?? 'unexpected');
}

/** What a text says; `undefined` where it is no JSON, such as a proxy's page. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
