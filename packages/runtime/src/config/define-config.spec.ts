import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '@sluice/shared/failure';
import { z } from 'zod';
import { defineConfig, setting } from './define-config.js';
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
      redactValues: [],
      sealingKeysOld: [],
      timeScale: 1,
      secrets: expect.anything(),
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

  it('takes a sealing key of 32 bytes only, and shows none', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const { sealingKey, sealingKeysOld } = config.parse({
      ...good,
      SLUICE_SEALING_KEY: key,
      SLUICE_SEALING_KEYS_OLD: `${key}, ${key}`,
    });
    expect([sealingKey, ...sealingKeysOld]).toEqual(Array.from({ length: 3 }, () => Buffer.alloc(32, 7)));
    const short = Buffer.alloc(16, 7).toString('base64');
    expect(() => config.parse({ ...good, SLUICE_SEALING_KEY: short })).toThrow(
      /SLUICE_SEALING_KEY cannot be used: must/,
    );
    expect(() => config.parse({ ...good, SLUICE_SEALING_KEY: short })).not.toThrow(short);
  });
});

describe('a token of one app alone', () => {
  const own = 'the-token-of-ingress-alone';

  it('wins over the one that all apps share, which is then not needed', () => {
    expect(config.parse({ ...good, SLUICE_INGRESS_TOKEN: own }).apiToken).toBe(own);
    expect(config.parse({ ...good, SLUICE_API_TOKEN: '', SLUICE_INGRESS_TOKEN: own }).apiToken).toBe(own);
    expect(config.parse({ ...good, SLUICE_CONSOLE_TOKEN: own }).apiToken).toBe(good.SLUICE_API_TOKEN);
  });

  it('is named where it cannot be used', () => {
    expect(() => config.parse({ ...good, SLUICE_INGRESS_TOKEN: 'short' })).toThrow(
      /SLUICE_INGRESS_TOKEN cannot be used/,
    );
  });
});

/** As they are copied from elsewhere; unnamed, they look as if Kafka or Postgres were down. */
describe('an address that cannot be used is named with what to do', () => {
  it.each([
    ['KAFKA_BROKERS', 'SASL_SSL://127.0.0.1:9092', /KAFKA_BROKERS .*without SASL_SSL:\/\/.*KAFKA_SSL/],
    ['KAFKA_BROKERS', 'a:9092;b:9092', /KAFKA_BROKERS .*commas/],
    ['KAFKA_BROKERS', 'a:9092 b:9092', /KAFKA_BROKERS .*commas/],
    ['KAFKA_BROKERS', 'a:9092,b', /KAFKA_BROKERS .*"b" has no port/],
    ['KAFKA_BROKERS', 'a:99092', /KAFKA_BROKERS .*"a:99092".*65535/],
    ['KAFKA_BROKERS', 'user:password@a:9092', /KAFKA_BROKERS .*KAFKA_SASL_USERNAME/],
    ['DATABASE_URL', 'postgres://sluice:pa#ss@127.0.0.1:5432/sluice', /DATABASE_URL .*%23/],
  ])('%s=%s', (name, value, words) => {
    expect(() => config.parse({ ...good, [name]: value })).toThrow(words);
  });

  it('and a login before a host is not shown', () => {
    const brokers = { ...good, KAFKA_BROKERS: 'SASL_SSL://me:hush-hush@a:9092' };
    expect(() => config.parse(brokers)).toThrow(/KAFKA_BROKERS \("SASL_SSL:\/\/…@a:9092"\)/);
    expect(() => config.parse(brokers)).not.toThrow(/hush/);
  });

  it.each(['[::1]:9092', 'kafka-0.kafka.svc:9092', 'a_b:1,  c:2,'])('brokers %s are taken', (brokers) => {
    expect(config.parse({ ...good, KAFKA_BROKERS: brokers }).kafkaBrokers.length).toBeGreaterThan(0);
  });
});

describe('a secret', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-config-'));
  const file = join(folder, 'secret');
  const definition = defineConfig('ingress', {
    secret: setting('THE_SECRET', z.string().min(4), { description: 'Opens the API.', secret: true }),
    address: setting('THE_ADDRESS', z.string().optional(), { description: 'Of the database.', secret: true }),
    open: setting('OPEN', z.string().optional(), { description: 'Is no secret.' }),
  });
  beforeAll(() => writeFileSync(file, 'hush-hush\n'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('may be the content of a file, without the blanks around it', () => {
    expect(definition.parse({ THE_SECRET_FILE: file })).toMatchObject({ secret: 'hush-hush' });
  });

  it('is read again where it is asked for, so that it may change', () => {
    const { secrets } = definition.parse({ THE_SECRET_FILE: file });
    const heard: string[] = [];
    secrets.onNew((text) => heard.push(text));
    expect(secrets.readAgain('secret')).toBe('hush-hush');
    writeFileSync(file, 'another-one');
    expect(secrets.readAgain('secret')).toBe('another-one');
    expect(secrets.texts()).toEqual(['hush-hush', 'another-one']);
    expect(heard).toEqual(['another-one']);
    writeFileSync(file, 'abc');
    expect(() => secrets.readAgain('secret')).toThrow(expect.objectContaining({ code: 'configuration-invalid' }));
    writeFileSync(file, 'hush-hush');
  });

  it('stays as it is where no file holds it', () => {
    expect(definition.parse({ THE_SECRET: 'hush-hush' }).secrets.readAgain('secret')).toBe('hush-hush');
  });

  it('is refused where it is given twice', () => {
    expect(() => definition.parse({ THE_SECRET: 'hush-hush', THE_SECRET_FILE: file })).toThrow(
      /THE_SECRET and THE_SECRET_FILE are both set/,
    );
  });

  it('is refused where its file cannot be read, by name and path', () => {
    const missing = join(folder, 'nowhere');
    expect(() => definition.parse({ THE_SECRET_FILE: missing })).toThrow(
      `THE_SECRET_FILE ("${missing}") cannot be read: ENOENT`,
    );
  });

  it('is not read from a file where the setting is no secret', () => {
    expect(definition.parse({ THE_SECRET: 'hush-hush', OPEN_FILE: file }).open).toBeUndefined();
  });

  it('is known, of an address with a password that password', () => {
    const { secrets } = definition.parse({
      THE_SECRET: 'hush-hush',
      THE_ADDRESS: 'postgres://me:p%40ss@db/x',
      OPEN: 'open',
    });
    expect(secrets.texts()).toEqual(['hush-hush', 'p%40ss', 'p@ss']);
  });
});
