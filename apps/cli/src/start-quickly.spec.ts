import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** What takes long to load, and what only some command needs. */
const heavy = ['kafkajs', 'typeorm', 'pg', '@nestjs/core', 'undici', 'pino', '@opentelemetry/api'];

/** The packages of node_modules that a command line loads, by the names of the files that Node opens. */
function loaded(line: string): string[] {
  const hook = `import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ load(url, context, next) {
      const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//.exec(url) ?? [];
      if (name !== undefined) seen.add(name);
      return next(url, context);
    } });
    process.on('exit', () => process.stderr.write(JSON.stringify([...seen])));`;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, main, ...line.split(' ')],
    { encoding: 'utf8', cwd: '/', env: {} },
  );
  expect(status).toBe(0);
  return JSON.parse(stderr) as string[];
}

/** Whoever asks how something is used wants to read it, and not to wait for Kafka’s client to load. */
describe.skipIf(!existsSync(main))('the command line starts quickly', () => {
  it('the help loads nothing but what parses the command line', () => {
    expect(loaded('--help')).toEqual(['commander']);
  });

  const commands = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('-command.ts'))
    .map((file) => file.replace('-command.ts', ''));

  it.each(commands)('the help of %s loads nothing heavy', (command) => {
    expect(loaded(`${command} --help`).filter((name) => heavy.includes(name))).toEqual([]);
  });
});
