import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identityOf, isRunning } from './process-identity.mjs';
import { waitUntil } from './wait-until.mjs';

/**
 * Starts a process that writes to `logFile` and is noted in `runFolder`, so that a later start finds it if this launcher
 * is killed. It gets a session of its own: Ctrl-C in the terminal reaches the launcher only, which stops things in order.
 */
export function startProcess({
  name,
  command,
  args,
  logFile,
  runFolder,
  stopSignal = 'SIGTERM',
  graceMs = 15_000,
  ...options
}) {
  mkdirSync(dirname(logFile), { recursive: true });
  mkdirSync(runFolder, { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log], ...options });
  closeSync(log);
  const note = join(runFolder, `${name}.json`);
  if (child.pid !== undefined)
    writeFileSync(note, JSON.stringify({ ...identityOf(child.pid), stopSignal, at: Date.now() }), { mode: 0o600 });
  const exited = new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: -1, reason: error.message }));
    child.on('exit', (code, signal) => resolve({ code: code ?? -1, reason: signal ?? `exit code ${code}` }));
  }).then((end) => {
    rmSync(note, { force: true });
    return end;
  });
  return {
    name,
    pid: child.pid,
    logFile,
    exited,
    async stop() {
      child.kill(stopSignal);
      let isKilled = false;
      const timer = setTimeout(() => (isKilled = child.kill('SIGKILL')), graceMs);
      await exited;
      clearTimeout(timer);
      if (isKilled) throw new Error(`${name} did not end within ${graceMs / 1000} s and was killed`);
    },
  };
}

/** Stops what a launcher that was killed left running, the youngest first. Answers the names. */
export async function stopLeftovers(runFolder, graceMs = 15_000) {
  const left = notesIn(runFolder).filter(isRunning);
  for (const one of left.toReversed()) await stopOne(one, graceMs);
  rmSync(runFolder, { recursive: true, force: true });
  return left.map(({ name }) => name);
}

async function stopOne(one, graceMs) {
  sendSignal(one.pid, one.stopSignal);
  if (await waitUntil(() => !isRunning(one), { withinMs: graceMs, everyMs: 50 })) return;
  sendSignal(one.pid, 'SIGKILL');
  await waitUntil(() => !isRunning(one), { withinMs: 5_000, everyMs: 50 });
}

function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** In the order of their start. */
function notesIn(runFolder) {
  let files = [];
  try {
    files = readdirSync(runFolder);
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: file.slice(0, -5), ...JSON.parse(readFileSync(join(runFolder, file), 'utf8')) }))
    .toSorted((one, other) => one.at - other.at);
}
