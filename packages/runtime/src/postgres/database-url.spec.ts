import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressOf, readDatabaseUrl } from './database-url.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-pg-'));
const broken = join(folder, 'broken.pem');
writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nno base64\n-----END CERTIFICATE-----\n');

const address = { host: 'db', port: 5432, user: 'sluice', password: 'pass', database: 'sluice', ssl: false };

describe('the address of Postgres', () => {
  it.each([
    ['postgres://sluice:pass@db/sluice', {}],
    ['postgresql://sluice:pass@db:6543/sluice', { port: 6543 }],
    ['postgres://sluice:pa%23s%3Fs%2F%40%25@db/sluice', { password: 'pa#s?s/@%' }],
    ['postgres://slu%40ice:pass@db/sl%C3%BCice', { user: 'slu@ice', database: 'slüice' }],
    ['postgres://sluice:pass@[::1]/sluice', { host: '::1' }],
    ['postgres://sluice@db/sluice', { password: '' }],
    ['postgres://sluice:pass@db/sluice?sslmode=disable', {}],
    ['postgres://sluice:pass@db/sluice?sslmode=verify-full', { ssl: { host: 'db', rejectUnauthorized: true } }],
  ])('%s is read', (written, changes) => {
    expect(readDatabaseUrl(written)).toEqual({ address: { ...address, ...changes } });
  });

  it.each([
    ['verify-ca', true],
    ['require', false],
  ])('with sslmode=%s is checked as libpq does, and never for its name', (mode, rejectUnauthorized) => {
    const { ssl } = addressOf(`postgres://sluice:pass@db/sluice?sslmode=${mode}`);
    expect(ssl).toMatchObject({ rejectUnauthorized, checkServerIdentity: expect.any(Function) });
  });

  it.each([
    ['mysql://sluice:pass@db/sluice', 'must begin with postgres://'],
    ['postgres://sluice:pa#ss@db/sluice', '# as %23'],
    ['postgres://sluice:pa?ss@db/sluice', '? as %3F'],
    ['postgres://sluice:12/34@db/sluice', '/ as %2F'],
    ['postgres://sluice:100%@db/sluice', '%25'],
    ['postgres://sluice:pass@db/sluice#1', '%23'],
    ['postgres://sluice:pass@db', 'names no database'],
    ['postgres://sluice:pass@db1:5432,db2:5432/sluice', 'with one host'],
    ['postgres:///sluice', 'with one host'],
    ['postgres://sluice:pass@db/sluice?sslmode=prefer', 'sslmode is "prefer"'],
    ['postgres://sluice:pass@db/sluice?options=-c%20a=b', '"options" is not heeded'],
    ['postgres://sluice:pass@db/sluice?sslrootcert=/ca.pem', 'nothing would be encrypted'],
    [
      'postgres://sluice:pass@db/sluice?sslmode=require&sslrootcert=/nowhere/ca.pem',
      '/nowhere/ca.pem") cannot be read',
    ],
    [`postgres://sluice:pass@db/sluice?sslmode=require&sslcert=${broken}`, 'go together'],
    [`postgres://sluice:pass@db/sluice?sslmode=require&sslrootcert=${broken}`, 'holds no certificate'],
  ])('%s is refused before anything starts, with what to do', (written, words) => {
    const read = readDatabaseUrl(written);
    expect(read).toEqual({ problem: expect.stringContaining(words) });
    expect(JSON.stringify(read)).not.toContain('pass@');
  });
});
