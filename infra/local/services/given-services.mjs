import { existsSync, readFileSync } from 'node:fs';
import { Notice } from '../bootstrap/progress.mjs';
import { whyNoKafka } from './kafka-answers.mjs';
import { whyNoPostgres } from './start-postgres.mjs';

/** The brokers of KAFKA_BROKERS, of which one answers, by TLS where KAFKA_SSL is on. */
export async function givenKafka(environment) {
  const { KAFKA_BROKERS: brokers } = environment;
  const tls = environment.KAFKA_SSL === 'on' ? await kafkaTls(environment) : undefined;
  const whys = [];
  for (const broker of brokers.split(',')) {
    const why = await whyNoKafka(broker.trim(), { timeoutMs: 5_000, tls });
    if (why === undefined) return { brokers };
    whys.push(`${broker.trim()}: ${why}`);
  }
  const settings = tls === undefined ? 'KAFKA_BROKERS' : 'KAFKA_BROKERS and KAFKA_SSL_*';
  throw new Notice(
    `No Kafka answers at KAFKA_BROKERS=${brokers} (${whys.join('; ')}).\n` +
      `Correct ${settings}, or leave KAFKA_BROKERS out: then one is started. See docs/operations/kafka-access.md.`,
  );
}

async function kafkaTls(environment) {
  const { readTlsFiles } = await import('../../../packages/runtime/dist/config/read-tls-files.js');
  const file = (name) => [name, environment[name] || undefined];
  const read = readTlsFiles({
    ca: file('KAFKA_SSL_CA_FILE'),
    cert: file('KAFKA_SSL_CERT_FILE'),
    key: file('KAFKA_SSL_KEY_FILE'),
    passphrase: environment.KAFKA_SSL_KEY_PASSPHRASE || textOf(environment.KAFKA_SSL_KEY_PASSPHRASE_FILE),
  });
  if ('problem' in read) throw new Notice(`${read.problem}.`, { exitCode: 2 });
  return read.texts;
}

/** An unreadable file of a secret is named by the check of the settings. */
const textOf = (file) => (file && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);

/** The Postgres of DATABASE_URL, which lets us in, reached as the apps reach it. */
export async function givenPostgres(url) {
  const { readDatabaseUrl } = await import('../../../packages/runtime/dist/postgres/database-url.js');
  const read = readDatabaseUrl(url);
  if ('problem' in read) throw new Notice(`DATABASE_URL cannot be used: ${read.problem}.`, { exitCode: 2 });
  const why = await whyNoPostgres(read.address);
  if (why === undefined) return { url };
  const { host, port, database } = read.address;
  throw new Notice(
    `PostgreSQL does not let us in at DATABASE_URL (postgres://…@${host}:${port}/${database}): ${why}.\n` +
      'Correct it, or leave it out: then one is started.',
  );
}
