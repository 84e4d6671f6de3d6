import { z } from 'zod';
import { setting } from './define-config.js';

/** Where Kafka is and how it is reached. */
export const kafkaSettings = {
  kafkaBrokers: setting(
    'KAFKA_BROKERS',
    z
      .string()
      .transform((list) => list.split(',').map((broker) => broker.trim()))
      .refine((brokers) => brokers.every((broker) => /^.+:\d+$/.test(broker)), 'must be host:port, comma-separated'),
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
