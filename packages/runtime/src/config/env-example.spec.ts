import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineConfig, setting } from './define-config.js';
import { envExample } from './env-example.js';

const level = setting('LEVEL', z.string().default('info'), { description: 'How much is logged.', example: 'debug' });
const token = setting('TOKEN', z.string(), { description: 'Opens the API.', secret: true });
const brokers = setting('BROKERS', z.string(), { description: 'Where Kafka is.', example: 'kafka:9092' });
const scopes = setting('SCOPES', z.string().optional(), { description: 'What to ask for.' });
const definitions = [
  defineConfig('ingress', { level, brokers, token }),
  defineConfig('console', { level, brokers, scopes: { ...scopes, example: 'read write' } }),
];

it('each setting is there once, with its meaning, an example and its readers', () => {
  expect(envExample(definitions, ['BROKERS']))
    .toBe(`# Generated from the apps’ settings. Copy it to .env, fill it in, and let nobody else read it: chmod 600 .env
# A value with # in it stands in quotation marks: NAME="a#b".

# How much is logged.
# Example: debug
# Read by every app.
# LEVEL=info

# Where Kafka is.
# Example: kafka:9092
# Read by every app. \`npm start\` brings one of its own where this is not set.
# BROKERS=

# Opens the API.
# Or TOKEN_FILE: the path of a file that holds it.
# Read by ingress.
TOKEN=

# What to ask for.
# Example: read write
# Read by console.
# SCOPES=
`);
});

it('a copy that was not filled in sets nothing', () => {
  const copied = parseEnv(envExample(definitions));
  expect(Object.values(copied).filter((value) => value !== '')).toEqual([]);
});

const meant = (app: 'ingress' | 'console', description: string, example: string) =>
  defineConfig(app, { one: setting('COMPANY', z.string().default('100'), { description, example }) });

it('where apps mean different things by one setting, each meaning is there', () => {
  const text = envExample([
    meant('ingress', 'Where suppliers are.', '100'),
    meant('console', 'Where orders go.', '200'),
  ]);
  expect(text).toContain(
    '# Where suppliers are.\n# Where orders go.\n# Example: 200\n# Read by every app.\n# COMPANY=100\n',
  );
});

it('a default that is a list is written as it would be set', () => {
  const states = z
    .string()
    .default('issued,closed')
    .transform((list) => list.split(','));
  const text = envExample([defineConfig('ingress', { states: setting('STATES', states, { description: 'Which.' }) })]);
  expect(text).toContain('# STATES=issued,closed\n');
});

it('the variables that win for one app alone are named', () => {
  const own = { ...token, ofApp: (app: string) => `${app.toUpperCase()}_TOKEN` };
  const text = envExample([defineConfig('ingress', { level }), defineConfig('console', { own })]);
  expect(text).toContain('# For one app alone, and before this one: CONSOLE_TOKEN.\n# Read by console.\nTOKEN=\n');
});
