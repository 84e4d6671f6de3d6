import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from '../bootstrap/paths.mjs';
import { Notice, step } from '../bootstrap/progress.mjs';

const isRoot = () => process.getuid?.() === 0;

/**
 * Under which account PostgreSQL runs, and where its programs and data lie.
 *
 * PostgreSQL refuses to run as root. Then it runs as the user `postgres`, who must be able to enter both the programs in
 * node_modules and the data; in a clone inside a folder that only root may enter (root's home, for one) that user can do
 * neither, and both move below /var/tmp.
 * @returns {Promise<{ account: { uid?: number, gid?: number }, native: string, data: string, isElsewhere: boolean }>}
 */
export async function placePostgres({ native, version, data }) {
  if (!isRoot()) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    return { account: {}, native, data, isElsewhere: false };
  }
  mkdirSync(data, { recursive: true });
  const account = ownerOf(data) ?? postgresUser();
  if (canEnter(account, data) && canRun(account, join(native, 'bin/postgres')))
    return { account, native, data: owned(data, account), isElsewhere: false };
  const elsewhere = elsewhereFolder();
  const copy = join(elsewhere, `postgres-${version}`);
  if (!existsSync(copy))
    await step(`Copying PostgreSQL to ${elsewhere}, which the user postgres may enter`, () => copyTo(native, copy));
  const moved = dataElsewhere(data);
  mkdirSync(moved, { recursive: true });
  if (!canRun(account, join(copy, 'bin/postgres')) || !canEnter(account, moved))
    throw new Notice(
      `The user postgres can run PostgreSQL neither in ${root} nor in ${elsewhere}.\n` +
        'Clone into a folder that other users may enter, or start as an ordinary user, or set DATABASE_URL.',
    );
  return { account, native: copy, data: owned(moved, account), isElsewhere: true };
}

/** Where the data of this clone would lie if the clone itself cannot be entered. */
export const dataElsewhere = (data) =>
  join(elsewherePath(), data.slice(root.length).replaceAll('/', '_').replace(/^_/, ''));

const elsewherePath = () => `/var/tmp/sluice-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;

/** Anybody may create a folder in /var/tmp: one of this name that is not root's own is not used. */
function elsewhereFolder() {
  const path = elsewherePath();
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const { uid, mode } = lstatSync(path);
  if (!lstatSync(path).isDirectory() || uid !== 0 || (mode & 0o022) !== 0)
    throw new Notice(`${path} is not a folder that only root may write to. Remove it and start again.`);
  return path;
}

/** Copied aside and renamed, so that a copy that was cut short is not taken for a whole one. */
function copyTo(from, to) {
  const aside = `${to}.${process.pid}`;
  cpSync(from, aside, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(aside, to);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

/** Whose data it already is: an ordinary user's, say, who started here before root did. */
function ownerOf(folder) {
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

function owned(folder, { uid, gid }) {
  chownSync(folder, uid, gid);
  return folder;
}

function postgresUser() {
  const present = findUser('postgres');
  if (present !== undefined) return present;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const created = findUser('postgres');
  if (created !== undefined) return created;
  throw new Notice(
    'PostgreSQL does not run as root, and the user postgres could not be created (useradd).\n' +
      'Create that user, start as an ordinary user, or set DATABASE_URL.',
  );
}

function findUser(name) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  if (line === undefined) return undefined;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

const succeeds = (account, command, args) =>
  spawnSync(command, args, { ...account, cwd: '/', stdio: 'ignore' }).status === 0;

const canRun = (account, program) => succeeds(account, program, ['--version']);

const canEnter = (account, folder) => succeeds(account, '/bin/sh', ['-c', 'cd "$1/.."', 'sh', folder]);
