import type { TlsOptions } from 'node:tls';
import { addressOf } from './database-url.js';
import { schemaOf } from './schema-of.js';

/** The address as TypeORM takes it, which reads no parameters of an URL. */
export function typeormAddress(databaseUrl: string) {
  const { user: username, ssl, ...address } = addressOf(databaseUrl);
  return { ...address, username, ssl: ssl as false | TlsOptions };
}

/**
 * Options of every connection of an app: its schema as search path, and limits so that neither side waits for ever for a
 * peer that is gone. The server ends an idle transaction and releases its locks.
 */
export function connectionOf(app: string, statementTimeoutMs = 20_000): Record<string, unknown> {
  const serverSettings = {
    search_path: schemaOf(app),
    idle_in_transaction_session_timeout: 60_000,
    // Longer than the client waits. A statement that waits for a lock does not notice that its client has gone.
    statement_timeout: statementTimeoutMs + 1_000,
    tcp_keepalives_idle: 10,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
  };
  return {
    options: Object.entries(serverSettings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: statementTimeoutMs,
  };
}
