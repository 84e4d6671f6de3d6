import { z } from 'zod';

/** A secret of a sender: shorter ones are found by trying. */
export const secretText = z.string().min(16, 'must have at least 16 characters');
