import { cpus, loadavg, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { inRoot } from '../../infra/local/bootstrap/paths.mjs';
import { runCommand } from '../../infra/local/bootstrap/run-command.mjs';
import { round } from './percentiles.mjs';

/** What the numbers depend on. */
export async function describeMachine({ DATABASE_URL }) {
  const { version, fsync, synchronousCommit } = await askPostgres(DATABASE_URL);
  return {
    cpu: `${cpus()[0]?.model.trim()}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    load: `${round(loadavg()[0])} in the minute before`,
    node: process.version,
    kafka: kafkaVersion(),
    postgres: `${version}, fsync ${fsync}, synchronous_commit ${synchronousCommit}`,
    commit: (await runCommand('git', ['rev-parse', '--short', 'HEAD'], { cwd: inRoot() })).trim(),
  };
}

async function askPostgres(connectionString) {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(`
      SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
             current_setting('synchronous_commit') AS "synchronousCommit"`);
    return rows[0];
  } finally {
    await client.end();
  }
}

/** Kafka's protocol does not give its version; ours is the one in infra/kafka. */
function kafkaVersion() {
  if (process.env.KAFKA_BROKERS) return `that of KAFKA_BROKERS`;
  const [, version = 'unknown'] =
    /<version>(\d+\.\d+\.\d+)</.exec(readFileSync(inRoot('infra/kafka/pom.xml'), 'utf8')) ?? [];
  return `${version}, one broker`;
}
