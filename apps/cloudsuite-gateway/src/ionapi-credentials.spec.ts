import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ionApiCredentials, readIonApiFile } from './ionapi-credentials.js';

const keys = {
  ti: 'T',
  ci: 'T~c',
  cs: 'one',
  iu: 'https://gw.example',
  pu: 'https://sso.example/as/',
  ot: 'token.oauth2',
  saak: 'T#a',
  sask: 'hush',
};
let folder: string;
let path: string;
let warnings: string[];
let remembered: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ionapi-'));
  path = join(folder, 'tenant.ionapi');
  warnings = [];
  remembered = [];
  write({});
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (change: Partial<typeof keys>): void =>
  writeFileSync(path, JSON.stringify({ ...keys, ...change }), { mode: 0o600 });
const credentials = () =>
  ionApiCredentials(readIonApiFile(path), {
    log: { warn: (...of: unknown[]) => void warnings.push(JSON.stringify(of)) },
    redaction: { remember: (secrets) => void remembered.push(...secrets) },
  });

it('a secret that was changed in the file counts from then on', () => {
  const current = credentials();
  expect(current().clientSecret).toBe('one');
  write({ cs: 'two' });
  expect(current().clientSecret).toBe('two');
  expect(warnings).toEqual([]);
  expect(remembered).toEqual(expect.arrayContaining(['one', 'two', 'hush']));
});

it('a file that is gone or broken for a moment is passed over, with a warning that shows no secret', () => {
  const current = credentials();
  write({ cs: 'two' });
  expect(current().clientSecret).toBe('two');
  writeFileSync(path, '{"ci": "half a file');
  expect(current().clientSecret).toBe('two');
  rmSync(path);
  expect(current().clientSecret).toBe('two');
  expect(warnings).toHaveLength(2);
  expect(warnings.join()).not.toMatch(/hush|two/);
  write({ cs: 'three' });
  expect(current().clientSecret).toBe('three');
});

it.skipIf(process.platform === 'win32')(
  'a file that every user of the machine may read is refused, with what to do',
  () => {
    chmodSync(path, 0o644);
    expect(() => readIonApiFile(path)).toThrow(`${path} holds the secrets of M3`);
    chmodSync(path, 0o640);
    const current = credentials();
    write({ cs: 'two' });
    chmodSync(path, 0o604);
    expect(current().clientSecret).toBe('one');
    expect(warnings.join()).toContain('every user of this machine');
  },
);

it.each([{ ti: 'OTHER' }, { iu: 'https://other.example' }, { pu: 'https://other.example/as/' }])(
  'a file that leads elsewhere (%j) needs a restart',
  (change) => {
    const current = credentials();
    write({ ...change, cs: 'two' });
    expect(current()).toMatchObject({ tenant: 'T', clientSecret: 'one' });
    expect(warnings.join()).toContain('restart');
  },
);
