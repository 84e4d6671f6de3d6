import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Failure } from '@sluice/shared/failure';
import type { SealedValue } from '@sluice/shared/sealed';

/** Seals secret values of documents for their way through tables, Kafka and records, and opens them where a request is sent. */
export interface Sealing {
  /**
   * `of`: `<type>/<id>#<field>`. `normalise` makes one text of the ways to write a value (`BE68 5390…`, `be685390…`), so that
   * those have one fingerprint; what is sealed is the value as it came. Throws Failure `sealing-key-missing` without a key.
   */
  seal(of: string, value: string, normalise?: (value: string) => string): SealedValue;
  /**
   * With `document` (`<type>/<id>`) given, the value must be that document's. Throws Failure `sealing-key-missing` where the
   * key that sealed it is not configured, `sealed-value-invalid` where it was changed or belongs elsewhere.
   */
  unseal(sealed: SealedValue, document?: string): string;
}

export interface SealingKeys {
  readonly sealingKey?: Buffer | undefined;
  /** The newest first. */
  readonly sealingKeysOld?: readonly Buffer[] | undefined;
}

const cipher = 'aes-256-gcm';
/** NIST SP 800-38D: a nonce of 96 bits, a tag of 128. */
const nonceBytes = 12;
const tagBytes = 16;

export function sealing({ sealingKey, sealingKeysOld = [] }: SealingKeys): Sealing {
  const keys = [...(sealingKey === undefined ? [] : [sealingKey]), ...sealingKeysOld].map((key) => ({
    id: keyIdOf(key),
    key,
  }));
  const current = sealingKey === undefined ? undefined : keys[0];
  // The oldest key makes the fingerprints: a change of keys would otherwise make every value look changed.
  const oldest = keys.at(-1);
  return {
    seal(of, value, normalise = (text) => text.trim()) {
      if (current === undefined || oldest === undefined) throw noKey(`The value ${of} cannot be sealed`);
      const nonce = randomBytes(nonceBytes);
      const fingerprintKey = Buffer.from(hkdfSync('sha256', oldest.key, '', 'sluice fingerprint', 32));
      const fingerprint = createHmac('sha256', fingerprintKey).update(normalise(value)).digest('base64url');
      const shown = { of, fingerprint, lastFour: lastFourOf(value) };
      const encrypting = createCipheriv(cipher, current.key, nonce).setAAD(boundTo(shown));
      const encrypted = [encrypting.update(value, 'utf8'), encrypting.final()];
      return {
        sealed: Buffer.concat([nonce, ...encrypted, encrypting.getAuthTag()]).toString('base64'),
        keyId: current.id,
        ...shown,
      };
    },
    unseal({ sealed, keyId, of, fingerprint, lastFour }, document) {
      if (document !== undefined && !of.startsWith(`${document}#`))
        throw invalid(`A sealed value of ${of} was given for ${document}. It is not used there.`);
      const key = keys.find(({ id }) => id === keyId)?.key;
      if (key === undefined) throw noKey(`The value ${of} was sealed with the key ${keyId}, and cannot be opened`);
      try {
        const bytes = Buffer.from(sealed, 'base64');
        const decrypting = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
          .setAAD(boundTo({ of, fingerprint, lastFour }))
          .setAuthTag(bytes.subarray(-tagBytes));
        const encrypted = bytes.subarray(nonceBytes, -tagBytes);
        return Buffer.concat([decrypting.update(encrypted), decrypting.final()]).toString('utf8');
      } catch {
        throw invalid(`The sealed value of ${of} was changed, or belongs to another document or field.`);
      }
    },
  };
}

/** What people see and compare is that of the very value: an older value of the same field cannot take its place unnoticed. */
const boundTo = ({ of, fingerprint, lastFour }: Pick<SealedValue, 'of' | 'fingerprint' | 'lastFour'>): Buffer =>
  Buffer.from(JSON.stringify([of, fingerprint, lastFour]));

/** Distinguishes keys and reveals nothing about them. */
const keyIdOf = (key: Buffer): string =>
  createHash('sha256').update('sluice key id').update(key).digest('hex').slice(0, 8);

/** Of a short value less is shown: what people see must not be most of it. */
const lastFourOf = (value: string): string => value.trim().slice(-Math.min(4, Math.floor(value.trim().length / 3)));

const noKey = (what: string): Failure =>
  new Failure(`${what}: this app has no such key.`, {
    code: 'sealing-key-missing',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Give every app the same SLUICE_SEALING_KEY, and former keys in SLUICE_SEALING_KEYS_OLD.',
  });

const invalid = (message: string): Failure =>
  new Failure(message, {
    code: 'sealed-value-invalid',
    stage: 'decode',
    disposition: 'park',
    fix: 'Have the document sent again from its source; look for who changed the message or the row if it happens again.',
  });
