import { z } from 'zod';

/** Coupa leaves an empty field out or sends `null`; both mean the same and are read as absent. */
export const optionalField = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .union([schema, z.null()])
    .optional()
    .transform((value) => value ?? undefined);
