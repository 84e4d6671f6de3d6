import { readFileSync } from 'node:fs';
import type { KafkaConfig } from 'kafkajs';
import { Failure } from '@sluice/shared/failure';
import type { ConfigOf } from '../config/define-config.js';
import type { kafkaSettings } from '../config/kafka-settings.js';

export type KafkaAccess = Pick<KafkaConfig, 'ssl' | 'sasl'>;
export type KafkaConfiguration = ConfigOf<typeof kafkaSettings>;

/** How the brokers are to be reached; throws a Failure `configuration-invalid` where the settings do not fit together. */
export function kafkaAccess(config: KafkaConfiguration): KafkaAccess {
  const sasl = saslOf(config);
  return { ...(config.kafkaSsl === 'on' && { ssl: sslOf(config) }), ...(sasl && { sasl }) };
}

function sslOf({ kafkaSslCaFile: file }: KafkaConfiguration): NonNullable<KafkaAccess['ssl']> {
  if (file === undefined) return true;
  try {
    return { ca: [readFileSync(file, 'utf8')] };
  } catch (cause) {
    throw invalid(`KAFKA_SSL_CA_FILE ("${file}") cannot be read: ${Failure.from(cause).message}`, cause);
  }
}

function saslOf(config: KafkaConfiguration): KafkaAccess['sasl'] {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password } = config;
  if (config.kafkaSsl === 'off' && config.kafkaSslCaFile !== undefined)
    throw invalid('KAFKA_SSL_CA_FILE is set, but KAFKA_SSL is off: nothing would be encrypted.');
  if (mechanism === undefined) {
    if (username === undefined && password === undefined) return undefined;
    throw invalid('KAFKA_SASL_USERNAME or KAFKA_SASL_PASSWORD is set, but not KAFKA_SASL_MECHANISM.');
  }
  if (username === undefined || password === undefined)
    throw invalid(`KAFKA_SASL_MECHANISM is ${mechanism}, and needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.`);
  // With "plain" the password itself travels; the others prove that it is known.
  if (mechanism === 'plain' && config.kafkaSsl === 'off')
    throw invalid('KAFKA_SASL_MECHANISM is plain, but KAFKA_SSL is off: the password would travel in the clear.');
  // Spelt out, because the type of kafkajs differs by mechanism.
  if (mechanism === 'plain') return { mechanism, username, password };
  if (mechanism === 'scram-sha-256') return { mechanism, username, password };
  return { mechanism, username, password };
}

const invalid = (message: string, cause?: unknown): Failure =>
  new Failure(message, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'docs/operations/kafka-access.md shows the settings that go together.',
    cause,
  });
