import { issuesInWords } from '@sluice/shared/coupa/issues-in-words';
import { coupaSideOf } from '@sluice/shared/document-types';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { Snapshot } from '@sluice/shared/messages/snapshot';
import { readMoment } from '@sluice/shared/moment';
import { withoutCredentials } from '@sluice/shared/redaction';
import type { FailureCode } from '@sluice/shared/failure-codes';
import type { FetchedRef } from './fetch-script.js';

/** How new the content of a body is, by Coupa's own marks. */
export interface Newness {
  readonly revision?: number;
  /** ISO 8601. */
  readonly changedAt?: string;
  readonly changedBy?: string;
}

export interface ReadSnapshot {
  readonly snapshot: Snapshot<unknown>;
  readonly newness: Newness;
}

/**
 * What the end of a fetch says about the document: its body, or that it is unavailable (403, 404 and other refusals), or
 * that the answer cannot be understood. `undefined` when the fetch ended without an answer of Coupa.
 */
export function readSnapshot(document: FetchedRef, outcome: Outcome, fetchedAt: string): ReadSnapshot | undefined {
  const unavailable = (code: FailureCode, message: string): ReadSnapshot => ({
    snapshot: { unavailable: { code, message }, fetchedAt },
    newness: {},
  });
  if (outcome.result === 'refused') {
    const [refusal] = outcome.refusals;
    return unavailable(codeOf(refusal?.code), refusal?.message ?? 'Coupa refuses it without saying why');
  }
  if (outcome.result !== 'ok') return undefined;

  const body = withoutCredentials(outcome.steps[0]?.records[0]?.[0]);
  const parsed = coupaSideOf(document.type).body.safeParse(body);
  if (!parsed.success) return unavailable('answer-unreadable', issuesInWords(parsed.error, body));
  const read = parsed.data as Readonly<Record<string, unknown>>;
  if (read['id'] !== document.id)
    return unavailable(
      'answer-unreadable',
      `Coupa answered with another document than ${document.type} ${document.id}`,
    );
  return { snapshot: { body: read, fetchedAt }, newness: newnessOf(read) };
}

const codeOf = (status: string | undefined): FailureCode =>
  status === '404' ? 'not-found' : status === '403' ? 'scope-missing' : 'coupa-refused';

function newnessOf(body: Readonly<Record<string, unknown>>): Newness {
  const { 'internal-revision': revision, 'updated-at': changedAt, 'updated-by': user } = body;
  const login = (user as { login?: string } | undefined)?.login;
  return {
    ...(typeof revision === 'number' && { revision }),
    ...(typeof changedAt === 'string' && readMoment(changedAt) !== undefined && { changedAt }),
    ...(login !== undefined && { changedBy: login }),
  };
}
