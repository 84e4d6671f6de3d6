import { Notice } from '../bootstrap/progress.mjs';
import { kafkaAnswers } from './kafka-answers.mjs';
import { startKafka } from './start-kafka.mjs';
import { postgresAnswers, startPostgres } from './start-postgres.mjs';

/**
 * Postgres and Kafka: those that the environment names, else our own, which `stops` stops.
 * @returns {Promise<{ DATABASE_URL: string, KAFKA_BROKERS: string }>}
 */
export async function startServices({ environment, folder, ports, secrets, stops, signal, isThrowAway = false }) {
  const place = { folder, ports, signal };
  const kafka = environment.KAFKA_BROKERS ? await givenKafka(environment.KAFKA_BROKERS) : await startKafka(place);
  if (kafka.stop) stops.push('Kafka', kafka.stop);
  signal.throwIfAborted();
  const postgres = environment.DATABASE_URL
    ? await givenPostgres(environment.DATABASE_URL)
    : await startPostgres({ ...place, password: secrets.databasePassword, isThrowAway });
  if (postgres.stop) stops.push('PostgreSQL', postgres.stop);
  signal.throwIfAborted();
  return { KAFKA_BROKERS: kafka.brokers, DATABASE_URL: postgres.url };
}

async function givenKafka(brokers) {
  for (const broker of brokers.split(',')) if (await kafkaAnswers(broker.trim(), 5_000)) return { brokers };
  throw new Notice(`No Kafka answers at KAFKA_BROKERS=${brokers}. Correct it, or leave it out: then one is started.`);
}

async function givenPostgres(url) {
  if (await postgresAnswers(url)) return { url };
  const { protocol, host, pathname } = new URL(url);
  throw new Notice(
    `PostgreSQL does not let us in at DATABASE_URL (${protocol}//…@${host}${pathname}).\n` +
      'Correct it, or leave it out: then one is started.',
  );
}
