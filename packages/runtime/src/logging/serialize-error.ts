import { stdSerializers } from 'pino';

/**
 * What database drivers hang on their errors beside the message: the SQL with its parameters, and texts that quote whole
 * rows. They hold suppliers' addresses and bank details, which have no place in a log.
 */
const rowFields = new Set(['parameters', 'query', 'driverError', 'detail', 'where', 'internalQuery']);

/** Type, message, stack and plain fields of an error; nothing of the rows that it was about, however deep it lies. */
export function serializeError(thrown: unknown): unknown {
  return thrown instanceof Error ? withoutRows(stdSerializers.err(thrown), 0) : thrown;
}

function withoutRows(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > 4) return value;
  if (Array.isArray(value)) return value.map((one) => withoutRows(one, depth + 1));
  const kept = Object.entries(value).filter(([name]) => !rowFields.has(name));
  return Object.fromEntries(kept.map(([name, held]) => [name, withoutRows(held, depth + 1)]));
}
