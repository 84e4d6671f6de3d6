import { z } from 'zod';
import { setting } from './define-config.js';

/** What is written around brokers elsewhere, and what to write here. */
function problemsWith(brokers: readonly string[]): string[] {
  if (brokers.length === 0) return ['must be host:port, comma-separated'];
  return brokers.flatMap((broker) => {
    const [, scheme] = /^(\w+:\/\/)/.exec(broker) ?? [];
    if (scheme !== undefined)
      return [
        `must be host:port without ${scheme}, since KAFKA_SSL and KAFKA_SASL_MECHANISM say how brokers are reached`,
      ];
    if (/[;\s]/.test(broker)) return ['must be divided by commas'];
    if (broker.includes('@')) return ['must be host:port; KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are the login'];
    const [, host, port] = /^(\[[\da-f:.]+\]|[\w.-]+):(\d+)$/i.exec(broker) ?? [];
    if (host === undefined) return [`"${broker}" has no port: must be host:port`];
    return Number(port) > 0 && Number(port) <= 65_535 ? [] : [`the port of "${broker}" must be between 1 and 65535`];
  });
}

/** Where Kafka is and how it is reached. */
export const kafkaSettings = {
  kafkaBrokers: setting(
    'KAFKA_BROKERS',
    z
      .string()
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .transform((brokers) => brokers.filter((broker) => broker !== ''))
      .superRefine((brokers, context) => {
        for (const message of problemsWith(brokers)) context.addIssue({ code: 'custom', message });
      }),
    { description: 'Kafka brokers to begin with, comma-separated.', example: '127.0.0.1:9092' },
  ),
  kafkaSsl: setting('KAFKA_SSL', z.enum(['on', 'off']).default('off'), {
    description: 'Whether the brokers are spoken to by TLS. On in production.',
    example: 'on',
  }),
  kafkaSslCaFile: setting('KAFKA_SSL_CA_FILE', z.string().optional(), {
    description: 'File with the certificates (PEM) that vouch for the brokers; left out where a public authority does.',
    example: '/etc/sluice/kafka-ca.pem',
  }),
  kafkaSslCertFile: setting('KAFKA_SSL_CERT_FILE', z.string().optional(), {
    description: 'File with the certificate (PEM) by which brokers know this client; left out where they ask for none.',
    example: '/etc/sluice/kafka-client.pem',
  }),
  kafkaSslKeyFile: setting('KAFKA_SSL_KEY_FILE', z.string().optional(), {
    description: 'File with the private key (PEM) of that certificate.',
    example: '/etc/sluice/kafka-client.key',
  }),
  kafkaSslKeyPassphrase: setting('KAFKA_SSL_KEY_PASSPHRASE', z.string().optional(), {
    description: 'Passphrase of that key, where it has one.',
    secret: true,
  }),
  kafkaSaslMechanism: setting('KAFKA_SASL_MECHANISM', z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(), {
    description: 'How the brokers are logged in to; left out where they ask for no login.',
    example: 'scram-sha-512',
  }),
  kafkaSaslUsername: setting('KAFKA_SASL_USERNAME', z.string().optional(), {
    description: 'User at the brokers. One for each app keeps their rights apart.',
    example: 'sluice-po-sync',
  }),
  kafkaSaslPassword: setting('KAFKA_SASL_PASSWORD', z.string().optional(), {
    description: 'Password of the user at the brokers.',
    secret: true,
  }),
} as const;
