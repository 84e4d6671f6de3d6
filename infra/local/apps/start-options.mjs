import { parseOptions } from '../bootstrap/parse-options.mjs';

const help = `npm start [-- --reset]

Starts Sluice against the Coupa and the M3 that .env names, and what it needs besides: a PostgreSQL and a Kafka, unless
DATABASE_URL and KAFKA_BROKERS name them. Data and logs lie in .sluice/start.

  --reset   empties .sluice/start first`;

export const startOptions = (args) => parseOptions(args, { reset: { type: 'boolean' } }, help);
