import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time; digests make the lengths equal. */
export const sameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

/**
 * A credential that is the same each time the sandbox starts with the same seed, so that an .ionapi file handed out
 * before a restart keeps its worth.
 */
export const deriveSecret = (seed: string, purpose: string): string =>
  createHmac('sha256', seed).update(purpose).digest('base64url');

export const randomToken = (): string => randomBytes(96).toString('base64url');

/** Hex HMAC-SHA256 of the raw body. */
export const signBody = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');
