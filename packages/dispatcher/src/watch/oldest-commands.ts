import type { Database } from '@sluice/runtime/postgres/database';

/** Where a command can be left lying: due and not sent, taken in and not ended, ended and its outcome not published. */
export const stages = ['unsent', 'unended', 'unpublished'] as const;
export type Stage = (typeof stages)[number];

/** The document whose command has been in a stage for longest. */
export interface OldestDocument {
  readonly stage: Stage;
  /** Its key; of `unpublished` the key of the message, which may be about no document. */
  readonly document: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly ageSeconds: number;
}

interface Row {
  readonly stage: Stage;
  readonly key: string;
  readonly since: Date;
  readonly age: string;
}

/** Of each stage in which there is one. A command that waits for a person lies in none: that is told by its status. */
export async function oldestCommands(database: Pick<Database, 'query'>): Promise<OldestDocument[]> {
  const rows = await database.query<Row>(
    `SELECT stage, key, since, extract(epoch FROM clock_timestamp() - since) AS age FROM (
       (SELECT 'unsent' AS stage, document_type || '/' || document_id AS key, due_at AS since FROM command
        WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT 1)
       UNION ALL
       (SELECT 'unended', document_type || '/' || document_id, received_at FROM command
        WHERE ended_at IS NULL AND state <> 'needs-operator' ORDER BY received_at LIMIT 1)
       UNION ALL
       (SELECT 'unpublished', key, created_at FROM outbox ORDER BY id LIMIT 1)
     ) AS oldest`,
  );
  return rows.map(({ stage, key, since, age }) => ({
    stage,
    document: key,
    since: since.toISOString(),
    ageSeconds: Math.max(0, Math.round(Number(age))),
  }));
}

const whatIsSo: Record<Stage, string> = {
  unsent: 'is due and nothing is sent for it',
  unended: 'has a command that has not ended',
  unpublished: 'waits to be published',
};

/** Why a gateway is degraded: a document whose command lies in a stage for too long. */
export async function overdueCommands(
  database: Pick<Database, 'query'>,
  { overdueAfterMs }: { readonly overdueAfterMs: number },
): Promise<string[]> {
  const oldest = await oldestCommands(database);
  return oldest
    .filter(({ ageSeconds }) => ageSeconds * 1000 > overdueAfterMs)
    .map(({ stage, document, since }) => `${document} ${whatIsSo[stage]} since ${since}`);
}
