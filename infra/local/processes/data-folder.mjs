import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../bootstrap/paths.mjs';
import { Notice } from '../bootstrap/progress.mjs';
import { takeLock } from './hold-lock.mjs';
import { stopLeftovers } from './start-process.mjs';

/**
 * The folder `.sluice/<name>`, held by this process until `release`. What a launcher that was killed left running there
 * is stopped first. Folders that name the same lock are never open at once: `npm run demo` and `npm start` exclude each
 * other, so that a command typed beside them cannot meet the wrong one.
 */
export async function openDataFolder(name, lock = name) {
  const path = join(dataRoot, name);
  mayWrite(dataRoot);
  const { release, holder } = takeLock(join(dataRoot, `${lock}.lock`));
  if (release === undefined)
    throw new Notice(
      `Sluice already runs in this clone, as process ${holder.pid}.\n` +
        'Stop that one with Ctrl-C or `kill`, or use another clone: two clones run side by side.',
    );
  const folder = { name, path, run: join(path, 'run'), logs: join(path, 'logs') };
  keepPrivate(folder);
  const left = await stopLeftovers(folder.run);
  if (left.length > 0) process.stdout.write(`Stopped what an earlier start left running: ${left.join(', ')}\n`);
  return { ...folder, release };
}

export function emptyFolder({ path }) {
  for (const entry of readdirSync(path)) rmSync(join(path, entry), { recursive: true, force: true });
}

/** Random words for this folder, made once and kept: `databasePassword`, `apiToken`, … */
export function openSecrets({ path }, names) {
  const file = join(path, 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secrets = Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(24).toString('base64url')]));
  writeFileSync(file, `${JSON.stringify({ ...kept, ...secrets }, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/**
 * Documents, logs and ports are private to the user. Where root starts, PostgreSQL runs as another user, who must pass
 * through the folder to its data, and can neither list nor read it.
 */
export function keepPrivate({ path, logs }, isRoot = process.getuid?.() === 0) {
  mkdirSync(logs, { recursive: true });
  const modes = [
    [path, isRoot ? 0o711 : 0o700],
    [logs, 0o700],
    [join(path, 'kafka'), 0o700],
  ];
  for (const [folder, mode] of modes) if (existsSync(folder) && isOwn(folder)) chmodSync(folder, mode);
}

const isOwn = (folder) => statSync(folder).uid === (process.getuid?.() ?? statSync(folder).uid);

function mayWrite(folder) {
  mkdirSync(folder, { recursive: true });
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Notice(`${folder} belongs to another user. Start as that user, or remove the folder as that user.`);
  }
}
