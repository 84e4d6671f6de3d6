import { z } from 'zod';
import { toDecimalText, type DecimalText } from '../decimal.js';

/** A decimal as Coupa writes it, text or number, in canonical form. Coupa's JSON carries decimals as text; tools between may not. */
export const DecimalField = z.union([z.string(), z.number()]).transform((written, context): DecimalText => {
  const canonical = toDecimalText(written);
  if (canonical !== undefined) return canonical;
  context.addIssue({ code: 'custom', message: `"${written}" is not a decimal number` });
  return z.NEVER;
});
