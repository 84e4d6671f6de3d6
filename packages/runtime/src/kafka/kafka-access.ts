import type { KafkaConfig } from 'kafkajs';
import { Failure } from '@sluice/shared/failure';
import type { ConfigOf } from '../config/define-config.js';
import type { kafkaSettings } from '../config/kafka-settings.js';
import { readTlsFiles } from '../config/read-tls-files.js';

export type KafkaAccess = Pick<KafkaConfig, 'ssl' | 'sasl'>;
export type KafkaConfiguration = Omit<ConfigOf<typeof kafkaSettings>, 'secrets'>;

/** How the brokers are to be reached; throws a Failure `configuration-invalid` where the settings do not fit together. */
export function kafkaAccess(config: KafkaConfiguration): KafkaAccess {
  const sasl = saslOf(config);
  return { ...(config.kafkaSsl === 'on' && { ssl: sslOf(config) }), ...(sasl && { sasl }) };
}

function sslOf(config: KafkaConfiguration): NonNullable<KafkaAccess['ssl']> {
  const read = readTlsFiles({
    ca: ['KAFKA_SSL_CA_FILE', config.kafkaSslCaFile],
    cert: ['KAFKA_SSL_CERT_FILE', config.kafkaSslCertFile],
    key: ['KAFKA_SSL_KEY_FILE', config.kafkaSslKeyFile],
    passphrase: config.kafkaSslKeyPassphrase,
  });
  if ('problem' in read) throw invalid(`${read.problem}.`);
  return Object.keys(read.texts).length === 0 ? true : read.texts;
}

function saslOf(config: KafkaConfiguration): KafkaAccess['sasl'] {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password } = config;
  const unused = { KAFKA_SSL_CA_FILE: config.kafkaSslCaFile, KAFKA_SSL_CERT_FILE: config.kafkaSslCertFile };
  for (const [name, file] of Object.entries(unused))
    if (config.kafkaSsl === 'off' && file !== undefined)
      throw invalid(`${name} is set, but KAFKA_SSL is off: nothing would be encrypted.`);
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

const invalid = (message: string): Failure =>
  new Failure(message, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'docs/operations/kafka-access.md shows the settings that go together.',
  });
