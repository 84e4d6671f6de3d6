import { z } from 'zod';

/** A code of M3's that is set: letters, digits, and what stands between them. */
export const shortCode = (longest: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9._-]{1,${longest}}$`), `must be one to ${longest} letters or digits`);
