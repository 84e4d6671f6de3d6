import { createHash } from 'node:crypto';
import { canonicalJson } from '@sluice/runtime/outbox/canonical-json';
import type { AuditRow } from './store/audit-row.js';

export type RowToHash = AuditRow & { readonly id: string };

/** Over everything that the line says. The chain rests on this hash, so that a payload can be erased later. */
export function payloadHashOf({ id, type, document_id, app, action, summary, direction, by, details, at }: RowToHash) {
  const payload = { id, type, document_id, app, action, summary, direction, by, details, at: at.toISOString() };
  return sha256(canonicalJson(payload));
}

/** Over the link before, the place and the line: a line that is changed, moved, added or taken away breaks all after it. */
export const chainHashOf = (before: string, position: number, id: string, payloadHash: string): string =>
  sha256(`${before}\n${position}\n${id}\n${payloadHash}`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
