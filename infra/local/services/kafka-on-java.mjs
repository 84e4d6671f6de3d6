import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../bootstrap/paths.mjs';
import { Notice, step } from '../bootstrap/progress.mjs';
import { lastLines, runCommand } from '../bootstrap/run-command.mjs';
import { startProcess } from '../processes/start-process.mjs';
import { waitUntil } from '../processes/wait-until.mjs';
import { kafkaLib, fetchKafkaJars } from './kafka-jars.mjs';

/** Small and quick to start; 65,000 messages of 300 bytes a second were measured with these. */
const jvmFlags = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Apache Kafka in a JVM of its own, with its data in `<folder>/kafka`. */
export async function startKafkaOnJava({ java, folder, ports, signal }) {
  await fetchKafkaJars();
  return step('Starting Kafka', async () => {
    const data = join(folder.path, 'kafka');
    const [port, controllerPort] = [await ports.get('kafka'), await ports.get('kafka-controller')];
    const properties = join(data, 'server.properties');
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(properties, serverProperties({ port, controllerPort, logs: join(data, 'log') }));
    const run = [
      ...jvmFlags,
      `-Dlog4j2.configurationFile=${inRoot('infra/kafka/log4j2.properties')}`,
      '-cp',
      `${kafkaLib}/*`,
    ];
    if (!existsSync(join(data, 'log/meta.properties')))
      // `--ignore-formatted` goes on after a format that was cut short.
      await runCommand(java, [
        ...run,
        'kafka.tools.StorageTool',
        'format',
        '--ignore-formatted',
        '-t',
        newClusterId(),
        '-c',
        properties,
      ]);
    const logFile = join(folder.path, 'logs/kafka.log');
    const before = sizeOf(logFile);
    const broker = startProcess({
      name: 'kafka',
      command: java,
      args: [...run, 'kafka.Kafka', properties],
      cwd: data,
      logFile,
      runFolder: folder.run,
    });
    let ended;
    void broker.exited.then((end) => (ended = end));
    const hasStarted = () => readFileSync(logFile).subarray(before).includes('Kafka Server started');
    const isUp = await waitUntil(() => ended ?? hasStarted(), { withinMs: 180_000, signal }).catch(async (stopped) => {
      await broker.stop();
      throw stopped;
    });
    if (isUp !== true) {
      await broker.stop();
      throw new Notice(`Kafka did not start. The end of ${logFile}:\n${lastLines(readFileSync(logFile, 'utf8'), 15)}`);
    }
    return { brokers: `127.0.0.1:${port}`, stop: () => broker.stop() };
  });
}

const serverProperties = ({ port, controllerPort, logs }) =>
  [
    readFileSync(inRoot('infra/kafka/server.properties'), 'utf8'),
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    // Backslashes are escapes in a properties file.
    `log.dirs=${logs.replaceAll('\\', '/')}`,
    '',
  ].join('\n');

/** 16 random bytes as 22 characters, as Kafka wants them; one that begins with a hyphen would be taken for an option. */
function newClusterId() {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

function sizeOf(file) {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
