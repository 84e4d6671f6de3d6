import { parseArgs } from 'node:util';
import { Notice } from '../../infra/local/bootstrap/progress.mjs';

export const benchNames = ['ingress', 'webhook-to-m3', 'documents-per-minute', 'suppliers-per-minute'];

const help = `npm run bench [-- <bench>… --rate <n> --seconds <n> --orders <n> --suppliers <n>]

Measures ${benchNames.join(', ')}: all of them, or those that are named. Each has an installation of its own.
What came out is printed and kept in .sluice/bench/<bench>.json.
Postgres and Kafka are those of DATABASE_URL and KAFKA_BROKERS, else empty ones that live for the run.

  --rate      ingress: events a second (1000)
  --seconds   ingress: for how long (20)
  --orders    webhook-to-m3: how many (60); documents-per-minute: how many in batches (400), a tenth of it one by one
  --suppliers suppliers-per-minute: how many in batches (2000), a tenth of it one by one`;

/** Which benches to run, and how; undefined if only the help was asked for, which is then printed. */
export function benchOptions(args) {
  const number = { type: 'string' };
  const options = {
    rate: number,
    seconds: number,
    orders: number,
    suppliers: number,
    help: { type: 'boolean', short: 'h' },
  };
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Notice(`${error.message}\n\n${help}`);
  }
  const { help: isHelp, ...numbers } = parsed.values;
  if (isHelp) {
    process.stdout.write(`${help}\n`);
    return undefined;
  }
  const unknown = parsed.positionals.filter((name) => !benchNames.includes(name));
  if (unknown.length > 0) throw new Notice(`There is no bench ${unknown.join(', ')}.\n\n${help}`);
  for (const [name, text] of Object.entries(numbers))
    if (!(Number(text) > 0)) throw new Notice(`--${name} takes a number above 0, not "${String(text)}"`);
  return {
    wanted: parsed.positionals.length > 0 ? parsed.positionals : benchNames,
    options: Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)])),
  };
}
