import { parseOptions } from '../bootstrap/parse-options.mjs';
import { Notice } from '../bootstrap/progress.mjs';

const help = `npm run demo [-- --once] [-- --reset] [-- --timeout <seconds>]

Starts everything, a sandbox Coupa and M3 included, sends four sample orders and shows what becomes of each.
Data and logs lie in .sluice/demo and stay until the next start.

  --once      heals the order that waits, checks that all four are in M3 and that sluice doctor finds nothing
              wrong, stops; exit code 0 only if so
  --reset     empties .sluice/demo first
  --timeout   with --once: seconds for the orders to arrive (120)`;

export function demoOptions(args) {
  const options = parseOptions(
    args,
    { once: { type: 'boolean' }, reset: { type: 'boolean' }, timeout: { type: 'string', default: '120' } },
    help,
  );
  if (options === undefined) return undefined;
  const timeoutMs = Number(options.timeout) * 1000;
  if (!(timeoutMs > 0)) throw new Notice(`--timeout takes seconds, not "${options.timeout}"`);
  return { ...options, timeoutMs };
}
