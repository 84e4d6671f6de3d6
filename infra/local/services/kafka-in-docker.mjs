import { createHash } from 'node:crypto';
import { inRoot } from '../bootstrap/paths.mjs';
import { Notice, step } from '../bootstrap/progress.mjs';
import { collectOutput, runCommand } from '../bootstrap/run-command.mjs';
import { waitUntil } from '../processes/wait-until.mjs';
import { kafkaAnswers } from './kafka-answers.mjs';

/** Why Docker cannot be used, or undefined if an engine and its compose plugin answer. */
export async function dockerProblem() {
  const engine = await collectOutput('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 5_000 });
  if (engine.code !== 0) return 'no Docker engine answers';
  const compose = await collectOutput('docker', ['compose', 'version'], { timeoutMs: 5_000 });
  return compose.code === 0 ? undefined : 'Docker answers, but not `docker compose`';
}

/** The `kafka` of docker-compose.yml, under a project name of this data folder's own. */
export async function startKafkaInDocker({ folder, ports, signal }) {
  const port = await ports.get('kafka');
  const compose = composeOf(folder, port);
  await step('Starting Kafka (Docker)', async () => {
    await compose('up', '--detach', '--wait', 'kafka');
    const broker = `127.0.0.1:${port}`;
    if (!(await waitUntil(() => kafkaAnswers(broker), { withinMs: 120_000, signal })))
      throw new Notice(`The container runs, but no Kafka answers at ${broker}: see \`docker compose logs kafka\``);
  });
  return { brokers: `127.0.0.1:${port}`, stop: () => compose('stop', 'kafka') };
}

/** Removes the containers and volumes of this data folder. */
export const removeKafkaInDocker = (folder) => composeOf(folder, 0)('down', '--volumes');

function composeOf(folder, port) {
  const project = `sluice-${createHash('sha256').update(folder.path).digest('hex').slice(0, 12)}`;
  return (...args) =>
    runCommand('docker', ['compose', '--project-name', project, '--file', inRoot('docker-compose.yml'), ...args], {
      env: { ...process.env, SLUICE_KAFKA_PORT: String(port || 9092) },
    });
}
