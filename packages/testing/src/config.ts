/** Where the real services of a test run are. `npm test` starts them and sets both variables. */
export function testServices(): { kafkaBrokers: string[]; databaseUrl: string } {
  const { KAFKA_BROKERS, DATABASE_URL } = process.env;
  if (KAFKA_BROKERS === undefined || DATABASE_URL === undefined)
    throw new Error(
      'Integration tests need KAFKA_BROKERS and DATABASE_URL; `npm test` starts both services and sets them.',
    );
  return { kafkaBrokers: KAFKA_BROKERS.split(','), databaseUrl: DATABASE_URL };
}

/** Whether the committed schema.sql files are to be written anew instead of compared: UPDATE_SCHEMA=1. */
export const updatesSchema = (): boolean => process.env['UPDATE_SCHEMA'] === '1';
