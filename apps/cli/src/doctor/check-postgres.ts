import { openDatabase } from '@sluice/runtime/postgres/database';
import { schemaOf } from '@sluice/runtime/postgres/schema-of';
import { schemaLevel } from '@sluice/runtime/postgres/migrate';
import { loadMigrations } from '../load-apps.js';
import { reachPostgres } from '../reach-postgres.js';
import { failed, ok, type Finding } from './finding.js';

const oldestVersion = 15;

/** Whether Postgres answers, is new enough, and has every app's schema at the level of this release. */
export async function checkPostgres(databaseUrl: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { app, migrations } of await loadMigrations()) {
    const database = await reachPostgres(() => openDatabase({ app, databaseUrl, poolSize: 1 }), databaseUrl);
    try {
      if (findings.length === 0) {
        const [row] = await database.query<{ server_version: string }>('SHOW server_version');
        findings.push(versionFinding(row?.server_version ?? ''));
      }
      const { missing } = await schemaLevel(database, migrations);
      const check = `schema ${schemaOf(app)}`;
      findings.push(
        missing.length === 0
          ? ok(check, 'is at the level of this release')
          : failed(check, 'storage-away', `lacks ${missing.join(', ')}`, 'Run `sluice migrate`.'),
      );
    } finally {
      await database.close();
    }
  }
  return findings;
}

function versionFinding(version: string): Finding {
  return Number.parseInt(version, 10) >= oldestVersion
    ? ok('postgres', `answers, version ${version}`)
    : failed('postgres', 'storage-away', `is of version ${version}`, `Sluice needs ${oldestVersion} or newer.`);
}
