import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { emptyFolder } from '../processes/data-folder.mjs';
import { dockerProblem, removeKafkaInDocker } from './kafka-in-docker.mjs';
import { dataElsewhere } from './postgres-account.mjs';

/** Removes everything that runs in this data folder have kept, wherever it lies. */
export async function forgetData(folder) {
  emptyFolder(folder);
  rmSync(dataElsewhere(join(folder.path, 'postgres')), { recursive: true, force: true });
  if ((await dockerProblem()) === undefined) await removeKafkaInDocker(folder);
}
