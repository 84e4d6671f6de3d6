import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import type { DocumentRef } from '@sluice/shared/document';
import type { DecideContext } from '../decide/decide-context.js';
import { loadDestinations, saveDestination } from '../document/destination-rows.js';
import { lockKnownDocument } from '../document/lock-document.js';
import { sendCommand } from './send-command.js';

/** Documents taken at a time; the rest are found right after. */
const batchMax = 100;

/**
 * Every command ends in an outcome. One that did not arrive is asked for by sending the very same command again: the gateway
 * repeats the outcome of a finished command, reports that a live one is alive, and runs one that never arrived. Returns how
 * many were asked for. One that cannot be sent again holds up no other; what was thrown first is thrown at the end.
 */
export async function askAgain(context: DecideContext): Promise<number> {
  const failures: unknown[] = [];
  let asked = 0;
  for (;;) {
    const unanswered = await context.database.query<DocumentRef>(
      `SELECT DISTINCT type, id FROM (
         SELECT type, id FROM destination
         WHERE in_flight IS NOT NULL AND last_contact_at <= now() - make_interval(secs => $1 / 1000.0) AND type = ANY ($2)
         ORDER BY last_contact_at LIMIT ${batchMax}
       ) AS unanswered`,
      [context.settings.askAgainMs, [...context.domains.keys()]],
    );
    let inBatch = 0;
    for (const document of unanswered)
      inBatch += await askAgainFor(context, document).catch(async (thrown: unknown) => {
        if (isStorageAway(thrown)) throw thrown;
        failures.push(thrown);
        return noteContact(context, document);
      });
    asked += inBatch;
    if (inBatch === 0) break;
  }
  if (failures.length > 0) throw failures[0];
  return asked;
}

/** As if it had been asked for: its turn comes again after those that have waited longer. */
async function noteContact({ database, settings }: DecideContext, { type, id }: DocumentRef): Promise<number> {
  const noted = await database.query(
    `UPDATE destination SET last_contact_at = now() WHERE type = $1 AND id = $2 AND in_flight IS NOT NULL
       AND last_contact_at <= now() - make_interval(secs => $3 / 1000.0) RETURNING name`,
    [type, id, settings.askAgainMs],
  );
  return noted.length;
}

async function askAgainFor({ database, settings }: DecideContext, ref: DocumentRef): Promise<number> {
  return database.transaction(async (tx) => {
    const document = await lockKnownDocument(tx, ref);
    const unanswered: { name: string }[] = await tx.query(
      `SELECT name FROM destination WHERE type = $1 AND id = $2 AND in_flight IS NOT NULL
         AND last_contact_at <= now() - make_interval(secs => $3 / 1000.0)`,
      [ref.type, ref.id, settings.askAgainMs],
    );
    const names = new Set(unanswered.map(({ name }) => name));
    for (const destination of await loadDestinations(tx, ref)) {
      if (!destination.inFlight || !names.has(destination.name)) continue;
      const { command, commandId, withdrawnAt } = destination.inFlight;
      await sendCommand(tx, database, command, 'command-asked-again', document?.cause);
      // A command that never arrived must not be run now if it was withdrawn meanwhile.
      const withdrawal = { commandId, document: ref, destination: destination.name, withdraw: true } as const;
      if (withdrawnAt) await sendCommand(tx, database, withdrawal, 'command-withdrawn', document?.cause);
      await saveDestination(tx, ref, destination, 'asked-again');
    }
    return names.size;
  });
}
