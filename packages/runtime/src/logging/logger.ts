import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { serializeError } from './serialize-error.js';

/** Injection token, and the type, of an app's logger. */
export const Logger = Symbol('Logger');
export type Logger = PinoLogger;

const secretFields = [
  'authorization',
  'password',
  'kafkaSaslPassword',
  'secret',
  'token',
  'apiToken',
  'accessToken',
  'access_token',
  'clientSecret',
  'client_secret',
  'databaseUrl',
  'cookie',
  'ti',
  'cs',
  'saak',
  'sask',
];

/** One JSON line an event. Secrets are cut out wherever such a field stands, up to three levels deep, and SQL parameters out of errors. */
export function createLogger(app: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { app },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: serializeError },
    redact: {
      paths: ['', '*.', '*.*.'].flatMap((depth) => secretFields.map((field) => `${depth}${field}`)),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
