import { readFileSync } from 'node:fs';

/**
 * An AbortSignal that is raised by the first Ctrl-C, SIGTERM or SIGHUP, or when the process that started this one is gone.
 * Later signals change nothing: npm passes Ctrl-C on although the terminal already sent it, and a stop that is cut short
 * leaves processes behind. Every step of the stop has a time limit of its own.
 */
export function listenForStop() {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Stopped());
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
  if (!isHangUpIgnored()) process.on('SIGHUP', stop);
  if (process.channel) {
    process.on('disconnect', stop);
    process.channel.unref();
  } else if (process.env.npm_lifecycle_event !== undefined) stopWithoutParent(stop);
  return stopping.signal;
}

/** An npm that is killed has no time to pass a signal on. */
export function stopWithoutParent(stop) {
  const before = startedBy();
  const timer = setInterval(() => {
    if (startedBy() === before) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

/** The process that started this one, and who started that if it is only the shell that npm runs scripts in. */
function startedBy() {
  try {
    const shell = readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').split('\0');
    if (!shell[0].endsWith('sh') || shell[1] !== '-c') return String(process.ppid);
    const [, parentOfShell] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8')) ?? [];
    return `${process.ppid} ${parentOfShell}`;
  } catch {
    return String(process.ppid);
  }
}

/** `nohup` starts its command with SIGHUP ignored; to listen for it would undo that. */
function isHangUpIgnored() {
  try {
    const [, mask] = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return mask !== undefined && (Number.parseInt(mask.slice(-2), 16) & 1) === 1;
  } catch {
    return false;
  }
}

/** Thrown out of whatever is under way when the person stops it; no failure. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
  }
}
