import type { AuditEntry } from '@sluice/shared/messages/audit';
import type { ConsoleConfig } from './config.js';
import { redactEntry } from './domain/redact-entry.js';

/** Injection token, and the type, of what takes secrets out of a line of history before it is stored. */
export const Redact = Symbol('Redact');
export type Redact = (entry: AuditEntry) => AuditEntry;

/** Knows the secrets of this app, and the values that the installation names. */
export function redactFor({ apiToken, databaseUrl, redactValues }: ConsoleConfig): Redact {
  const { password } = new URL(databaseUrl);
  const secrets = [apiToken, decodeURIComponent(password), ...redactValues];
  return (entry) => redactEntry(entry, secrets);
}
