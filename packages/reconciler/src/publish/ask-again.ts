import type { DocumentRef } from '@sluice/shared/document';
import type { DecideContext } from '../decide/decide-context.js';
import { loadDestinations, saveDestination } from '../document/destination-rows.js';
import { lockKnownDocument } from '../document/lock-document.js';
import { sendCommand } from './send-command.js';

/** Documents looked at in one go; the rest are found right after. */
const batchMax = 100;

/**
 * Every command ends in an outcome; one that was lost is asked for with the very same command: a finished one answers
 * its outcome again, a live one that it is alive, and one that never arrived is run now. Returns how many were asked for.
 */
export async function askAgain(context: DecideContext): Promise<number> {
  let asked = 0;
  for (;;) {
    const quiet = await context.database.query<DocumentRef>(
      `SELECT DISTINCT type, id FROM (
         SELECT type, id FROM destination
         WHERE in_flight IS NOT NULL AND last_contact_at <= now() - make_interval(secs => $1 / 1000.0) AND type = ANY ($2)
         ORDER BY last_contact_at LIMIT ${batchMax}
       ) AS quiet`,
      [context.settings.askAgainMs, [...context.domains.keys()]],
    );
    let inBatch = 0;
    for (const document of quiet) inBatch += await askAgainFor(context, document);
    if (inBatch === 0) return asked;
    asked += inBatch;
  }
}

async function askAgainFor({ database, settings }: DecideContext, ref: DocumentRef): Promise<number> {
  return database.transaction(async (tx) => {
    const document = await lockKnownDocument(tx, ref);
    const quiet: { name: string }[] = await tx.query(
      `SELECT name FROM destination WHERE type = $1 AND id = $2 AND in_flight IS NOT NULL
         AND last_contact_at <= now() - make_interval(secs => $3 / 1000.0)`,
      [ref.type, ref.id, settings.askAgainMs],
    );
    const names = new Set(quiet.map(({ name }) => name));
    for (const destination of await loadDestinations(tx, ref)) {
      if (!destination.inFlight || !names.has(destination.name)) continue;
      const { command, commandId, withdrawnAt } = destination.inFlight;
      await sendCommand(tx, database, command, 'command-asked-again', document?.cause);
      // A command that never arrived must not be run now if it was withdrawn meanwhile.
      const withdrawal = { commandId, document: ref, destination: destination.name, withdraw: true } as const;
      if (withdrawnAt) await sendCommand(tx, database, withdrawal, 'command-withdrawn', document?.cause);
      await saveDestination(tx, ref, destination, { contacted: true });
    }
    return names.size;
  });
}
