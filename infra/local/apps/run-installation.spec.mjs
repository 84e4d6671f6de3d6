import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { needEnvironmentFile } from '../bootstrap/need-environment-file.mjs';
import { readEnvironment } from './run-installation.mjs';

let folder;
let file;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-env-'));
  file = join(folder, '.env');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('without a file it says where to begin', () => {
  expect(() => needEnvironmentFile(file)).toThrow(/Copy \.env\.example to \.env/);
});

it('the file counts, the process wins, and what is empty is not set', () => {
  writeFileSync(file, 'COUPA_URL=https://file.example\nCOUPA_CLIENT_ID="with # in it"\nDATABASE_URL=\n', {
    mode: 0o600,
  });
  expect(
    readEnvironment(file, { COUPA_URL: 'https://process.example', HOME: '/home/me', KAFKA_BROKERS: 'k:9092' }),
  ).toEqual({
    COUPA_URL: 'https://process.example',
    COUPA_CLIENT_ID: 'with # in it',
    KAFKA_BROKERS: 'k:9092',
  });
});

it('a file that cannot be used ends the start as a wrong configuration does, with every problem at once', () => {
  writeFileSync(file, 'COUPA_CLIENT_SECRET=abc#def\n', { mode: 0o644 });
  expect(() => readEnvironment(file, {})).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/chmod 600 .*\n.*COUPA_CLIENT_SECRET/) }),
  );
});
