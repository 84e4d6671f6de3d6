import type { Database } from '@sluice/runtime/postgres/database';
import {
  describeOverdue,
  findOldest,
  type OldestDocument,
  type StageWith,
} from '@sluice/runtime/watch/oldest-documents';

/** Where a command can be left lying besides the outbox: due and not sent, taken in and not ended. */
export const stages = ['unsent', 'unended'] as const;
type Stage = (typeof stages)[number];

/** Of each stage in which there is one. A command that waits for a person lies in none: that is told by its status. */
export const oldestCommands = (database: Pick<Database, 'query'>): Promise<OldestDocument<StageWith<Stage>>[]> =>
  findOldest<Stage>(database, {
    unsent: `SELECT document_type || '/' || document_id AS key, due_at AS since FROM command
      WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT 1`,
    unended: `SELECT document_type || '/' || document_id AS key, received_at AS since FROM command
      WHERE ended_at IS NULL AND state <> 'needs-operator' ORDER BY received_at LIMIT 1`,
  });

const whatIsSo: Record<Stage, string> = {
  unsent: 'is due and nothing is sent for it',
  unended: 'has a command that has not ended',
};

/** Why a gateway is degraded: a document whose command lies in a stage for too long. */
export const overdueCommands = async (
  database: Pick<Database, 'query'>,
  { overdueAfterMs }: { readonly overdueAfterMs: number },
): Promise<string[]> => describeOverdue(await oldestCommands(database), whatIsSo, overdueAfterMs);
