import { request } from 'undici';
import { Failure } from '@sluice/shared/failure';

/** One line of an app's `/metrics`. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const patienceMs = 10_000;

/** What an app tells of itself in figures; the bearer of the token is told. */
export async function readFigures(app: string, url: string, apiToken: string | undefined): Promise<readonly Figure[]> {
  const { statusCode, body } = await request(new URL('/metrics', url), {
    headers: apiToken === undefined ? {} : { authorization: `Bearer ${apiToken}` },
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
  });
  const text = await body.text();
  if (statusCode < 300) return parseFigures(text);
  throw new Failure(`${app} answers ${statusCode} when asked for its figures`, {
    code: statusCode === 401 ? 'not-authorized' : 'unavailable',
    stage: 'answer',
    disposition: 'park',
    fix: `Look whether SLUICE_API_TOKEN is that of ${app}, and at the log of ${app}.`,
  });
}

/** Of Prometheus' text form what Sluice's own figures need: no label of theirs holds a quotation mark. */
export const parseFigures = (text: string): readonly Figure[] =>
  [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text])),
    value: Number(value),
  }));
