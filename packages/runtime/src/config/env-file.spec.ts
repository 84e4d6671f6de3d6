import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readEnvFile } from './env-file.js';

const file = join(mkdtempSync(join(tmpdir(), 'sluice-env-')), '.env');
const read = (text: string, mode = 0o600) => {
  writeFileSync(file, text);
  chmodSync(file, mode);
  return readEnvFile(file);
};

describe('a file of settings', () => {
  it.each([
    'SECRET="abc#def"',
    "SECRET='abc#def'",
    'SECRET=abc # the secret',
    '# SECRET=abc#def',
    'SECRET=',
    'SECRET=#',
  ])('is read as it is meant: %s', (line) => {
    expect(read(line)).toEqual({ values: parseEnv(line) });
  });

  /** A secret that lost its end is refused by the other side, as if it were wrong there. */
  it.each(['SECRET=abc#def', 'export SECRET=abc#def # the secret', '  SECRET = abc#def'])(
    'in which a secret would be cut is refused, by name and line: %s',
    (line) => {
      expect(read(`\n${line}\n`)).toEqual({
        problems: [expect.stringMatching(/^SECRET in .*\.env, line 2, .*SECRET="…#…"/)],
      });
    },
  );

  it('that every user of the machine may read is refused', () => {
    expect(read('SECRET=abc', 0o644)).toEqual({ problems: [expect.stringContaining(`chmod 600 ${file}`)] });
    expect(read('SECRET=abc', 0o640)).toEqual({ values: { SECRET: 'abc' } });
  });
});
