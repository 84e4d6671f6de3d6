import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { config, coupaAccount } from './config.js';

const environment = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgres://127.0.0.1/sluice',
  PORT: '0',
  SLUICE_API_TOKEN: 'a-token-for-tests-only',
  COUPA_CLIENT_ID: 'sluice',
  COUPA_CLIENT_SECRET: 'hush',
};
const parse = (coupaUrl: string, more = {}) => config.parse({ ...environment, COUPA_URL: coupaUrl, ...more });

describe('the address of Coupa', () => {
  it.each([
    ['https://acme.coupahost.com/', 'https://acme.coupahost.com'],
    ['http://127.0.0.1:4010/coupa', 'http://127.0.0.1:4010/coupa'],
    ['http://sandbox:4010/coupa/', 'http://sandbox:4010/coupa'],
  ])('%s is understood', (written, read) => {
    expect(parse(written).coupaUrl).toBe(read);
  });

  it.each([
    ['plain HTTP over the internet, where the secret could be read', 'http://acme.coupahost.com'],
    ['a name that looks like this machine', 'http://127.evil.example'],
    ['another protocol', 'ftp://acme.coupahost.com'],
    ['a query', 'https://acme.coupahost.com/?x=1'],
    ['a user in it', 'https://me:hush@acme.coupahost.com'],
    ['words', 'acme'],
  ])('%s is refused', (_, written) => {
    expect(() => parse(written)).toThrow(/COUPA_URL/);
  });
});

it('scopes may be copied from Coupa’s page, which shows them with commas', () => {
  const { coupaScopes } = parse('https://acme.coupahost.com', { COUPA_SCOPES: 'core.common.read, core.supplier.read' });
  expect(coupaScopes).toBe('core.common.read core.supplier.read');
});

it('a wrong secret is not printed', () => {
  expect(() => config.parse({ ...environment, COUPA_CLIENT_SECRET: '', COUPA_URL: 'x' })).toThrow(
    /COUPA_CLIENT_SECRET is not set/,
  );
  expect(() => parse('x')).not.toThrow(/hush/);
});

it('a secret that was changed in its file counts from then on; a file that is gone is passed over with a warning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-coupa-'));
  const path = join(folder, 'secret');
  writeFileSync(path, 'first-secret\n');
  const { COUPA_CLIENT_SECRET: _, ...others } = environment;
  const [warnings, remembered]: [string[], string[]] = [[], []];
  const account = coupaAccount({
    config: config.parse({ ...others, COUPA_URL: 'https://acme.coupahost.com', COUPA_CLIENT_SECRET_FILE: path }),
    logger: { warn: (...of: unknown[]) => void warnings.push(JSON.stringify(of)) },
    redaction: { remember: (secrets: string[]) => void remembered.push(...secrets) },
  } as never);
  expect(account()).toMatchObject({ coupaClientId: 'sluice', coupaClientSecret: 'first-secret' });
  writeFileSync(path, 'second-secret');
  expect(account().coupaClientSecret).toBe('second-secret');
  rmSync(folder, { recursive: true });
  expect(account().coupaClientSecret).toBe('second-secret');
  expect(warnings).toHaveLength(1);
  expect(warnings.join()).not.toContain('second-secret');
  expect(remembered).toEqual(['first-secret', 'second-secret']);
});
