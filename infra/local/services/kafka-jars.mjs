import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { dataRoot, inRoot } from '../bootstrap/paths.mjs';
import { step } from '../bootstrap/progress.mjs';
import { collectOutput, runCommand } from '../bootstrap/run-command.mjs';
import { withLock } from '../processes/hold-lock.mjs';

export const kafkaLib = inRoot('infra/kafka/lib');
const pom = inRoot('infra/kafka/pom.xml');

/** A hash of the pom, written last: a folder without it, or with another, is fetched again. */
const stampFile = join(kafkaLib, 'pom.sha256');

export function haveKafkaJars() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === pomHash();
}

export async function haveMaven() {
  return (await collectOutput('mvn', ['-version'], { timeoutMs: 20_000 })).code === 0;
}

/** Apache Kafka's jars from Maven Central into infra/kafka/lib. */
export async function fetchKafkaJars() {
  if (haveKafkaJars()) return;
  await withLock(join(dataRoot, 'kafka-jars.lock'), 'Another start is fetching Kafka; waiting for it', async () => {
    if (haveKafkaJars()) return;
    await step('Fetching Apache Kafka (Maven, about 45 MB)', async () => {
      const aside = `${kafkaLib}.${process.pid}`;
      try {
        await runCommand('mvn', ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${aside}`]);
        writeFileSync(join(aside, 'pom.sha256'), pomHash());
        rmSync(kafkaLib, { recursive: true, force: true });
        renameSync(aside, kafkaLib);
      } finally {
        rmSync(aside, { recursive: true, force: true });
      }
    });
  });
}

export const kafkaJars = () => readdirSync(kafkaLib).filter((file) => file.endsWith('.jar'));

const pomHash = () => createHash('sha256').update(readFileSync(pom)).digest('hex');
