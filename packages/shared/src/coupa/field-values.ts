import { z } from 'zod';
import { toCode } from '../code-text.js';
import { toDecimalText, type DecimalText } from '../decimal.js';

/** A text of Coupa's; tools between write one of digits as a number. */
export const TextField = z.union([z.string(), z.number()], { error: 'is no text' }).transform(String);

/** A code or a name by which something is looked up, as the person meant it who typed it. */
export const CodeField = TextField.transform(toCode);

/** A decimal as Coupa writes it, text or number, in canonical form. Coupa's JSON carries decimals as text; tools between may not. */
export const DecimalField = z
  .union([z.string(), z.number()], { error: 'is no decimal number' })
  .transform((written, context): DecimalText => {
    const canonical = toDecimalText(written);
    if (canonical !== undefined) return canonical;
    context.addIssue({ code: 'custom', message: 'is no decimal number such as 12.5' });
    return z.NEVER;
  });
