import type { Outcome } from '@sluice/shared/messages/outcome';
import { PurchaseOrderSnapshot, SupplierSnapshot, type Snapshot } from '@sluice/shared/messages/snapshot';
import type { FailureCode } from '@sluice/shared/failure-codes';
import { z } from 'zod';
import type { FetchedRef } from './fetch-script.js';
import { withoutSecrets } from '../coupa/without-secrets.js';

const schemas = { 'purchase-order': PurchaseOrderSnapshot, supplier: SupplierSnapshot };

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
 * What the end of a fetch says about the document: its body, or that Coupa does not hand it out (403, 404 and other
 * refusals), or that what came cannot be understood. `undefined` when the fetch ended without an answer of Coupa.
 */
export function readSnapshot(document: FetchedRef, outcome: Outcome, fetchedAt: string): ReadSnapshot | undefined {
  const unavailable = (code: FailureCode, message: string): ReadSnapshot => ({
    snapshot: { unavailable: { code, message }, fetchedAt },
    newness: {},
  });
  if (outcome.result === 'refused') {
    const [refusal] = outcome.refusals;
    return unavailable(codeOf(refusal?.code), refusal?.message ?? 'Coupa refuses it without words');
  }
  if (outcome.result !== 'ok') return undefined;

  const body = withoutSecrets(outcome.steps[0]?.records[0]?.[0]);
  const parsed = schemas[document.type].safeParse({ body, fetchedAt });
  if (!parsed.success)
    return unavailable('answer-unreadable', `Coupa’s answer is not as expected: ${z.prettifyError(parsed.error)}`);
  const snapshot = parsed.data;
  if (!('body' in snapshot) || snapshot.body.id !== document.id)
    return unavailable(
      'answer-unreadable',
      `Coupa answered with another document than ${document.type} ${document.id}`,
    );
  return { snapshot, newness: newnessOf(snapshot.body) };
}

const codeOf = (status: string | undefined): FailureCode =>
  status === '404' ? 'not-found' : status === '403' ? 'scope-missing' : 'coupa-refused';

function newnessOf(body: Readonly<Record<string, unknown>>): Newness {
  const { 'internal-revision': revision, 'updated-at': changedAt, 'updated-by': user } = body;
  const login = (user as { login?: string } | undefined)?.login;
  return {
    ...(typeof revision === 'number' && { revision }),
    ...(typeof changedAt === 'string' && !Number.isNaN(Date.parse(changedAt)) && { changedAt }),
    ...(login !== undefined && { changedBy: login }),
  };
}
