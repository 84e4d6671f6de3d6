import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config } from './config.js';

describe('the configuration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-config-'));
    const addresses = { iu: 'https://gw.example', pu: 'https://sso.example/as/', ot: 'token.oauth2' };
    const keys = { ti: 'T', ci: 'T~c', cs: 'hush-one', saak: 'T#a', sask: 'hush-two' };
    writeFileSync(join(folder, 'good.ionapi'), JSON.stringify({ ...addresses, ...keys }), { mode: 0o600 });
    writeFileSync(join(folder, 'poor.ionapi'), JSON.stringify({ ...addresses, ...keys, ot: undefined }), {
      mode: 0o600,
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const environment = (change: Record<string, string> = {}) => ({
    KAFKA_BROKERS: '127.0.0.1:9092',
    DATABASE_URL: 'postgres://127.0.0.1/sluice',
    PORT: '0',
    SLUICE_API_TOKEN: 'a-token-for-tests-only',
    IONAPI_FILE: join(folder, 'good.ionapi'),
    ...change,
  });

  it('reads the .ionapi file and has M3’s usual path', () => {
    expect(config.parse(environment())).toMatchObject({
      ionApi: { tenant: 'T', tokenUrl: 'https://sso.example/as/token.oauth2' },
      m3ApiPath: 'M3/m3api-rest',
      transactionsPerRequest: 100,
      quota: '300/min,20/s,concurrency=4',
    });
  });

  it.each([
    ['poor.ionapi', '"ot" (the path of the token endpoint) is missing'],
    ['none.ionapi', 'no such file'],
    ['/dev/zero', 'larger than 64 KB'],
  ])('says at the start what is wrong with %s, and shows no secret', (name, words) => {
    const parse = () => config.parse(environment({ IONAPI_FILE: resolve(folder, name) }));
    expect(parse).toThrow(words);
    expect(parse).not.toThrow('hush');
  });

  it.each([
    ['proxy.example:3128', 'http://proxy.example:3128'],
    ['http://ann:hush%23@proxy.example:3128', 'http://ann:hush%23@proxy.example:3128'],
  ])('takes %s for a proxy', (written, read) => {
    expect(config.parse(environment({ HTTPS_PROXY: written }))).toMatchObject({ outboundProxy: read });
  });

  it.each([
    ['M3_API_PATH', 'a b'],
    ['M3_QUOTA', '300'],
    ['M3_QUOTA', '300/min,20/fortnight'],
    ['M3_TRANSACTIONS_PER_REQUEST', '0'],
    ['M3_TRANSACTIONS_PER_REQUEST', 'many'],
    ['IONAPI_TOKEN_AUTH', 'digest'],
    ['HTTPS_PROXY', 'socks5://proxy.example'],
    ['HTTPS_PROXY', 'http://'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => config.parse(environment({ [name]: value }))).toThrow(name);
  });
});
