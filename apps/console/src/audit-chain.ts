import type { Logger } from '@sluice/runtime/logging/logger';
import type { Database } from '@sluice/runtime/postgres/database';
import { RepeatedWork } from '@sluice/runtime/repeated-work';
import { chainAuditRows } from './store/chain-audit-rows.js';

const batch = 500;

export const AuditChain = Symbol('AuditChain');

/** Chains new lines of history by hash, a moment after they were folded. */
export const auditChain = (database: Database, log: Logger, everyMs: number): RepeatedWork =>
  new RepeatedWork({
    name: 'audit chain',
    work: async () => ((await chainAuditRows(database, batch)) === batch ? 'at-once' : undefined),
    everyMs,
    log,
    failed: 'new lines of history could not be chained yet',
  });
