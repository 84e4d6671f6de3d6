import { describe, expect, it } from 'vitest';
import { Failure } from '@sluice/shared/failure';
import { defineConfig } from './define-config.js';
import { runtimeSettings } from './runtime-settings.js';

const good = {
  KAFKA_BROKERS: '127.0.0.1:9092, other:9092',
  DATABASE_URL: 'postgres://sluice:topsecret@127.0.0.1/sluice',
  PORT: '8080',
  SLUICE_API_TOKEN: 'sixteen-characters',
};
const config = defineConfig('ingress', runtimeSettings);

describe('a configuration', () => {
  it('has defaults, ignores what it does not know, and counts an empty variable as not set', () => {
    expect(config.parse({ ...good, HOST: '', OTHER: 'x' })).toEqual({
      kafkaBrokers: ['127.0.0.1:9092', 'other:9092'],
      kafkaSsl: 'off',
      metricsOpen: 'off',
      databaseUrl: good.DATABASE_URL,
      prefix: '',
      host: '127.0.0.1',
      port: 8080,
      logLevel: 'info',
      apiToken: good.SLUICE_API_TOKEN,
      topicPartitions: undefined,
      timeScale: 1,
    });
  });

  it('names every problem at once with what to do, and shows no secret', () => {
    const wrong = { PORT: '99999', DATABASE_URL: 'mysql://root:topsecret@x', SLUICE_TIME_SCALE: '-1' };
    const parse = (): unknown => config.parse(wrong);
    expect(parse).toThrow(Failure);
    expect(parse).toThrow(/5 problem/);
    for (const name of [
      'KAFKA_BROKERS is not set',
      'PORT ("99999")',
      'DATABASE_URL cannot',
      'SLUICE_API_TOKEN',
      'SLUICE_TIME_SCALE ("-1")',
    ])
      expect(parse).toThrow(name);
    expect(parse).not.toThrow(/topsecret/);
  });
});
