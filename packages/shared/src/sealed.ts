import { z } from 'zod';

/**
 * A secret value of a document, such as a bank account, as it travels through Kafka, tables and records: encrypted, with
 * what people and comparisons need of it. Only the place where a request is sent unseals it.
 */
export const SealedValue = z.strictObject({
  /** AES-256-GCM over the value, base64: nonce, ciphertext and tag. Whose value it is, its fingerprint and its last four are authenticated with it. */
  sealed: z.string().min(1),
  /** Which key sealed it. */
  keyId: z.string().min(1),
  /** `<type>/<id>#<field>`: whose value it is. It cannot be unsealed in another place. */
  of: z.string().min(1),
  /** HMAC of the normalised value: equal values have equal fingerprints, and nothing else can be told from it. */
  fingerprint: z.string().min(1),
  /** The last four characters, for people. */
  lastFour: z.string().max(4),
  /** Of an account number: what its form says of it as an IBAN. No secret; left out where it was not looked at. */
  iban: z.strictObject({ country: z.string().length(2).optional(), isValid: z.boolean() }).optional(),
});
export type SealedValue = z.infer<typeof SealedValue>;

export const isSealed = (value: unknown): value is SealedValue => SealedValue.safeParse(value).success;

/** A sealed value as people see it. */
export const maskOf = ({ lastFour }: Pick<SealedValue, 'lastFour'>): string => `••••${lastFour}`;

/** A copy in which every sealed value, at whatever depth, is replaced. */
export function withSealedReplaced(value: unknown, replace: (sealed: SealedValue) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => withSealedReplaced(one, replace));
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return replace(value);
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, withSealedReplaced(one, replace)]));
}
