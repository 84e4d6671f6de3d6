import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';

/** What a request brings, checked; a Failure names every field that is wrong and what it may be. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown, where: string): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`);
  throw invalidInput(problems.join('\n'));
}

export const invalidInput = (message: string, fix?: string): Failure =>
  new Failure(message, {
    code: 'body-invalid',
    stage: 'input',
    disposition: 'park',
    ...(fix !== undefined && { fix }),
  });

/** How many entries a page of a list has. */
export const PageLimit = z.coerce.number('must be a number').int().min(1).max(200).default(50);

/** Where the next page begins: opaque to callers, the sort values of the last entry to us. */
export const toCursor = (position: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** A query parameter that holds a cursor for positions of this shape. */
export const cursorOf = <Position extends z.ZodType>(position: Position) =>
  z.string().transform((text, context): z.output<Position> => {
    const parsed = position.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'is no cursor; take it from nextCursor of the page before' });
    return z.NEVER;
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
