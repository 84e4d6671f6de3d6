import { runVisibly } from './run-visibly.mjs';

/** A check is one test: it passes if all of its commands do. Each command is a script for this Node. */
export async function runCheck(commands, signal) {
  const codes = [];
  for (const command of commands) codes.push(await runVisibly(command, { signal }));
  return codes.every((code) => code === 0) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
