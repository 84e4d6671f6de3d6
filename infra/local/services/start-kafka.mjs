import { Notice } from '../bootstrap/progress.mjs';
import { findJava, leastJava } from './find-java.mjs';
import { haveKafkaJars, haveMaven } from './kafka-jars.mjs';
import { dockerProblem, startKafkaInDocker } from './kafka-in-docker.mjs';
import { startKafkaOnJava } from './kafka-on-java.mjs';

/**
 * A Kafka of our own: in Docker if an engine answers, else on Java.
 * @returns {Promise<{ brokers: string, stop: () => Promise<unknown> }>}
 */
export async function startKafka(place) {
  const noDocker = await dockerProblem();
  if (noDocker === undefined) return startKafkaInDocker(place);
  const { java, problem: noJava } = await findJava();
  const noMaven = haveKafkaJars() || (await haveMaven()) ? undefined : 'Maven (mvn) is not there to fetch Kafka';
  if (noJava === undefined && noMaven === undefined) return startKafkaOnJava({ java, ...place });
  throw new Notice(threeWays(noDocker, [noJava, noMaven].filter(Boolean).join('; ')));
}

export const threeWays = (noDocker, noJava) =>
  [
    'Sluice needs a Kafka. There are three ways to one:',
    '  1. Name one that runs:     KAFKA_BROKERS=host:port (not set)',
    `  2. Start a Docker engine:  docker-compose.yml is used then (${noDocker})`,
    `  3. Install Java ${leastJava} or newer and Maven: Apache Kafka is fetched and started then (${noJava})`,
  ].join('\n');
