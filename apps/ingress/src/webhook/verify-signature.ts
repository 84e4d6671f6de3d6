import { createHmac, timingSafeEqual } from 'node:crypto';

/** How a sender writes its signature. */
export interface SignatureForm {
  readonly encoding: 'any' | 'hex' | 'base64';
  /** Taken off where it stands before the signature, in whatever case. */
  readonly prefix: string;
}

/**
 * Whether `given` is the HMAC-SHA256 of exactly these parts, one after the other, under one of the secrets.
 * Every secret is tried and every comparison takes the same time, so an answer's duration tells nothing.
 */
export function verifySignature(
  parts: readonly (string | Uint8Array)[],
  given: string | undefined,
  secrets: readonly string[],
  form: SignatureForm,
): boolean {
  const signature = given === undefined ? undefined : decodeSignature(given, form);
  if (signature === undefined) return false;
  const matches = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of parts) hmac.update(part);
    return timingSafeEqual(hmac.digest(), signature);
  });
  return matches.includes(true);
}

/** The 32 bytes that the text stands for. No text is both: 32 bytes are 64 characters of hex, or 43 or 44 of base64. */
function decodeSignature(written: string, { encoding, prefix }: SignatureForm): Buffer | undefined {
  const trimmed = written.trim();
  const hasPrefix = trimmed.toLowerCase().startsWith(prefix.toLowerCase());
  const text = hasPrefix ? trimmed.slice(prefix.length) : trimmed;
  if (encoding !== 'base64' && /^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (encoding !== 'hex' && /^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
}
