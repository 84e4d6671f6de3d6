import { documentKey, type DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { AppName } from '@sluice/shared/apps';
import { newId } from '../ids.js';
import { newTraceparent } from './traceparent.js';
import type { Tracing } from './tracing.js';

/**
 * The cause of what neither a message nor a request led to, such as a document found by the poll: a trace of its own. It begins
 * with a span that has no length.
 */
export function beginTrace(tracing: Tracing, app: AppName, name: string, document: DocumentRef): Envelope {
  const span = tracing.begin({ name, kind: 'internal', attributes: { 'sluice.document': documentKey(document) } });
  span.end();
  return {
    id: newId(),
    source: `/sluice/${app}`,
    type: name,
    time: new Date().toISOString(),
    traceparent: span.traceparent ?? newTraceparent(),
  };
}
