import { randomToken } from './secrets.js';
import type { Clock } from './clock.js';

export interface Token {
  readonly value: string;
  readonly scopes: ReadonlySet<string>;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The access tokens of one authorization server. Their life is real time: it is what `expires_in` promised. */
export class TokenStore {
  private readonly tokens = new Map<string, Token>();

  constructor(private readonly clock: Clock) {}

  issue(lifeSeconds: number, scopes: Iterable<string> = []): Token {
    const issuedAt = this.clock.now().getTime();
    const token = {
      value: randomToken(),
      scopes: new Set(scopes),
      issuedAt,
      expiresAt: issuedAt + lifeSeconds * 1000,
    };
    this.tokens.set(token.value, token);
    return token;
  }

  /** The token, if it was issued here, has not expired and was not revoked. */
  find(value: string | undefined): Token | undefined {
    const token = value === undefined ? undefined : this.tokens.get(value);
    return token && token.expiresAt > this.clock.now().getTime() ? token : undefined;
  }

  revoke(value: string | undefined): boolean {
    return value !== undefined && this.tokens.delete(value);
  }
}
