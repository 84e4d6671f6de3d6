import { Notice } from '../bootstrap/progress.mjs';

/** In this order. */
export const stepNames = ['format', 'lint', 'boundaries', 'types', 'generated', 'unit', 'integration', 'e2e'];

const help = `npm test [-- <step>…]

Runs ${stepNames.join(', ')}: all of them, or those that are named.
Integration and e2e use the Postgres and Kafka of DATABASE_URL and KAFKA_BROKERS, else empty ones that live for the run.`;

/** The steps to run; undefined if only the help was asked for, which is then printed. */
export function testOptions(args) {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${help}\n`);
    return undefined;
  }
  const unknown = args.filter((name) => !stepNames.includes(name));
  if (unknown.length > 0) throw new Notice(`There is no step ${unknown.join(', ')}.\n\n${help}`);
  return { steps: stepNames.filter((name) => args.length === 0 || args.includes(name)) };
}
