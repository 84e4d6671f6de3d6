import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether `given` is the HMAC-SHA256 of exactly these bytes under one of the secrets. Coupa documents no format for a
 * signature, so the forms that senders use are all read: hex or base64, with or without a leading `sha256=`.
 * Every secret is tried and every comparison takes the same time, so an answer's duration tells nothing.
 */
export function verifySignature(body: Uint8Array, given: string | undefined, secrets: readonly string[]): boolean {
  const signature = given === undefined ? undefined : decodeSignature(given);
  if (signature === undefined) return false;
  const matches = secrets.map((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), signature),
  );
  return matches.includes(true);
}

/** The 32 bytes that the text stands for. No text is both: 32 bytes are 64 characters of hex, or 43 or 44 of base64. */
function decodeSignature(written: string): Buffer | undefined {
  const text = written.trim().replace(/^sha256=/i, '');
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
}
