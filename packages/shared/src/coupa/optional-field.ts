import { z } from 'zod';

/** Coupa leaves an empty field out, sends `null`, or writes `""` whatever belongs there; all of them are nothing. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A field that may be empty; what is there must be what is expected, since M3 is told it or a decision depends on it. */
export const optionalField = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .any()
    .optional()
    .transform((value: unknown): unknown => (isNothing(value) ? undefined : value))
    .pipe(schema.optional());

/** A field that is only helpful: what is not as expected counts as empty, and stops no document. */
export const helpfulField = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .any()
    .optional()
    .transform((value: unknown): z.output<Schema> | undefined => {
      const parsed = isNothing(value) ? undefined : schema.safeParse(value);
      return parsed?.success === true ? parsed.data : undefined;
    });

type Shape = Readonly<Record<string, z.ZodType>>;

/** The same fields, of which none stops a document. */
export const helpfulFields = (shape: Shape): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, helpfulField(schema)]));

/** As `strict` reads it where what stands there is told to M3, else as `lenient` does: then nothing of it matters. */
export const strictWhere = <Schema extends z.ZodType>(
  isTold: (value: Readonly<Record<string, unknown>>) => boolean,
  strict: Schema,
  lenient: z.ZodType,
): z.ZodType<z.output<Schema>, z.input<Schema>> =>
  z.unknown().transform((value, context): z.output<Schema> => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const schema = !isObject || isTold(value as Record<string, unknown>) ? strict : lenient;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data as z.output<Schema>;
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as never);
    return z.NEVER;
  }) as unknown as z.ZodType<z.output<Schema>, z.input<Schema>>;
