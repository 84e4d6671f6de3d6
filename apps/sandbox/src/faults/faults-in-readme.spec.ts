import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Fault } from './fault.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const faults = [...readme.matchAll(/admin -d '(\{ "system".*\})'/g)].map(([, body = '']) => body);

/** They are there to be copied; who breaks M3 on purpose should not have to find out how. */
it.each(faults)('the README’s %s can be ordered', (body) => {
  expect(() => Fault.parse(JSON.parse(body))).not.toThrow();
});

it('the README shows some', () => {
  expect(faults.length).toBeGreaterThan(2);
});
