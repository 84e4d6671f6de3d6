import { z } from 'zod';

/** What a setting must be that counts something. Digits only: no sign, no fraction, no exponent. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be between ${least} and ${most}`);
