import { createHash, timingSafeEqual } from 'node:crypto';
import { bearerOf, type Bearing } from '@sluice/runtime/http/bears-token';
import { z } from 'zod';

export interface PersonalToken {
  readonly name: string;
  /** SHA-256 of the token, which itself is kept nowhere. */
  readonly digest: Buffer;
}

/** `name=<sha256>`, comma-separated; a person may have several, while one takes the place of another. */
export const PersonalTokenList = z
  .string()
  .default('')
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ''))
  .transform((entries, context): readonly PersonalToken[] => {
    const read = entries.flatMap((entry, index) => {
      const [, name, hex] = /^([^=,]{1,100})=([0-9a-f]{64})$/i.exec(entry) ?? [];
      if (name !== undefined && hex !== undefined)
        return { name: name.trim().normalize(), digest: Buffer.from(hex, 'hex') };
      context.addIssue(`entry ${index + 1} is not <name>=<64 hexadecimal digits>`);
      return [];
    });
    for (const [index, { name, digest }] of read.entries())
      for (const before of read.slice(0, index)) {
        if (before.digest.equals(digest) && before.name !== name)
          context.addIssue(`${before.name} and ${name} have the same token, so that neither is known by it`);
        // Two spellings would be two persons where two are needed.
        if (before.name !== name && before.name.toLowerCase() === name.toLowerCase())
          context.addIssue(`${before.name} and ${name} are one name in two spellings`);
      }
    return read;
  });

/** Who is known by a token of their own. */
export class PersonalTokens {
  readonly #tokens: readonly PersonalToken[];

  constructor(tokens: readonly PersonalToken[]) {
    this.#tokens = tokens;
  }

  /** The person whose token a request bears. All are compared, each in the same time, so that the time tells nothing. */
  personOf(request: Bearing): string | undefined {
    const given = bearerOf(request);
    if (given === undefined) return undefined;
    const digest = createHash('sha256').update(given).digest();
    return this.#tokens.filter((one) => timingSafeEqual(one.digest, digest)).at(0)?.name;
  }
}
