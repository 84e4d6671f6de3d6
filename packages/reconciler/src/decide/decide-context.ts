import type { Database } from '@sluice/runtime/postgres/database';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import type { DocumentType } from '@sluice/shared/document';
import type { AnyDomain } from '../decision.js';
import type { ReconcilerSettings } from '../settings.js';
import type { Postponed } from './postponed.js';

/** What deciding needs besides what is known: all that is not pure comes in through here. */
export interface DecideContext {
  readonly database: Database;
  readonly domains: ReadonlyMap<DocumentType, AnyDomain>;
  readonly settings: ReconcilerSettings;
  /** Of the running release: a document on which it threw is tried again by another. */
  readonly codeVersion: string;
  readonly newId: () => string;
  /** Documents on which deciding failed with what passes by itself: they are claimed here again after a pause. */
  readonly postponed: Postponed;
  readonly tracing: Tracing;
}
