import { createHmac, timingSafeEqual } from 'node:crypto';

/** How a sender writes its signature. */
export interface SignatureForm {
  readonly encoding: 'any' | 'hex' | 'base64';
  /** Taken off where it stands before the signature, in whatever case. */
  readonly prefix: string;
}

/** More than a sender writes while it changes from one key or one scheme to the next. */
const signaturesMax = 10;

/**
 * Whether a signature in `given` is the HMAC-SHA256 of exactly these parts, one after the other, under one of the keys. A
 * header may hold several signatures, with blanks or commas between: `v1,… v1,…` of Standard Webhooks, or `t=…,v1=…`.
 * Every key is tried with every signature and every comparison takes the same time, so an answer's duration tells nothing.
 */
export function verifySignature(
  parts: readonly (string | Uint8Array)[],
  given: string | undefined,
  keys: readonly (string | Uint8Array)[],
  form: SignatureForm,
): boolean {
  const signatures = given === undefined ? [] : decodeSignatures(given, form);
  const matches = keys.flatMap((key) => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    const right = hmac.digest();
    return signatures.map((signature) => timingSafeEqual(right, signature));
  });
  return matches.includes(true);
}

/** The key that a secret stands for: its text, or the bytes that it writes in base64. `whsec_` marks those of Standard Webhooks. */
export function keyOf(secret: string, encoding: 'auto' | 'text' | 'base64'): string | Uint8Array | undefined {
  const isMarked = secret.startsWith('whsec_');
  if (encoding === 'text' || (encoding === 'auto' && !isMarked)) return secret;
  const written = isMarked ? secret.slice('whsec_'.length) : secret;
  const key = Buffer.from(written, 'base64');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(written) && key.length >= 16 ? key : undefined;
}

function decodeSignatures(written: string, form: SignatureForm): Buffer[] {
  const candidates = written.trim().split(/[\s,]+/, signaturesMax * 2);
  return candidates.flatMap((text) => decodeSignature(text, form) ?? []).slice(0, signaturesMax);
}

/** The 32 bytes that the text stands for. No text is both: 32 bytes are 64 characters of hex, or 43 or 44 of base64. */
function decodeSignature(written: string, { encoding, prefix }: SignatureForm): Buffer | undefined {
  const hasPrefix = written.toLowerCase().startsWith(prefix.toLowerCase());
  const text = hasPrefix ? written.slice(prefix.length) : written;
  if (encoding !== 'base64' && /^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (encoding !== 'hex' && /^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
}
