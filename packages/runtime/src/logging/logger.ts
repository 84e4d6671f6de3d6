import { Redaction } from '@sluice/shared/redaction';
import { pino, stdSerializers, type DestinationStream, type Logger as PinoLogger, type LoggerOptions } from 'pino';

/** Injection token, and the type, of an app's logger. */
export const Logger = Symbol('Logger');
export type Logger = PinoLogger;

/** One JSON line an event. Fields and messages are redacted, and errors lose the rows that they quote. */
export function createLogger(
  app: string,
  level: string,
  destination?: DestinationStream,
  redaction: Redaction = new Redaction(),
): Logger {
  const options: LoggerOptions = {
    level,
    base: { app },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label) => ({ level: label }),
      log: ({ err, ...fields }) =>
        redaction.value({ ...fields, ...(err !== undefined && { err: serializeError(err) }) }) as Record<
          string,
          unknown
        >,
    },
    // Done above, so that what it makes is redacted.
    serializers: { err: (serialized: unknown) => serialized },
    hooks: {
      logMethod(args, method) {
        method.apply(
          this,
          withMessage(args).map((one) => (typeof one === 'string' ? redaction.text(one) : one)) as typeof args,
        );
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Where an error is logged without a message, pino would add the error's own, not redacted. */
function withMessage(args: readonly unknown[]): readonly unknown[] {
  const [fields, message] = args;
  if (typeof fields === 'string' || message !== undefined) return args;
  const err = fields instanceof Error ? fields : (fields as { err?: unknown } | undefined)?.err;
  return err instanceof Error ? [fields, err.message] : args;
}

/**
 * What database drivers hang on their errors beside the message: the SQL with its parameters, and texts that quote whole
 * rows. They hold suppliers' addresses and bank details, which have no place in a log.
 */
const rowFields = new Set(['parameters', 'query', 'driverError', 'detail', 'where', 'internalQuery']);

/** Type, message, stack and plain fields of an error; nothing of the rows that it was about, however deep it lies. */
function serializeError(thrown: unknown): unknown {
  return thrown instanceof Error ? withoutRows(stdSerializers.err(thrown), 0) : thrown;
}

function withoutRows(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > 4) return value;
  if (Array.isArray(value)) return value.map((one) => withoutRows(one, depth + 1));
  const kept = Object.entries(value).filter(([name]) => !rowFields.has(name));
  return Object.fromEntries(kept.map(([name, held]) => [name, withoutRows(held, depth + 1)]));
}
