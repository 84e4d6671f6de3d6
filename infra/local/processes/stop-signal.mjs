/**
 * An AbortSignal that is raised by the first Ctrl-C, SIGTERM, SIGHUP, or when the process that started this one is gone.
 * Later signals change nothing: npm passes Ctrl-C on although the terminal already sent it, and a stop that is cut short
 * leaves processes behind. Every step of the stop has a time limit of its own.
 */
export function listenForStop() {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Stopped());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  if (process.channel) {
    process.on('disconnect', stop);
    process.channel.unref();
  }
  return stopping.signal;
}

/** Thrown out of whatever is under way when the person stops it; no failure. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
  }
}
