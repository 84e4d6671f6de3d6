import { givenKafka, givenPostgres } from './given-services.mjs';
import { startKafka } from './start-kafka.mjs';
import { startPostgres } from './start-postgres.mjs';

/**
 * Postgres and Kafka: those that the environment names, else our own, which `stops` stops.
 * @returns {Promise<{ DATABASE_URL: string, KAFKA_BROKERS: string }>}
 */
export async function startServices({ environment, folder, ports, secrets, stops, signal, isThrowAway = false }) {
  const place = { folder, ports, signal };
  const kafka = environment.KAFKA_BROKERS ? await givenKafka(environment) : await startKafka(place);
  if (kafka.stop) stops.push('Kafka', kafka.stop);
  signal.throwIfAborted();
  const postgres = environment.DATABASE_URL
    ? await givenPostgres(environment.DATABASE_URL)
    : await startPostgres({ ...place, password: secrets.databasePassword, isThrowAway });
  if (postgres.stop) stops.push('PostgreSQL', postgres.stop);
  signal.throwIfAborted();
  return { KAFKA_BROKERS: kafka.brokers, DATABASE_URL: postgres.url };
}
