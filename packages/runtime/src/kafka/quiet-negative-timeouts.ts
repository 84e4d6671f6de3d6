let quieted = false;

/** kafkajs computes a negative timeout once per process on Node 24; the warning helps nobody. All others stay. */
export function quietNegativeTimeouts(): void {
  if (quieted) return;
  quieted = true;
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    const name = warning instanceof Error ? warning.name : rest[0];
    if (name === 'TimeoutNegativeWarning') return;
    (emitWarning as (...all: unknown[]) => void)(warning, ...rest);
  };
}
