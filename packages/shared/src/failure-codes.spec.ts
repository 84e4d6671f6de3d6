import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentationOf, failureCodes } from './failure-codes.js';

const root = new URL('../../../', import.meta.url);

/** Each answer of API and command line links to a page; a link that leads nowhere leaves a person alone with a code. */
describe.each(failureCodes)('%s', (code) => {
  it('has a page that says what it means, what one sees and what to do', () => {
    const page = readFileSync(new URL(documentationOf(code), root), 'utf8');
    expect(page).toMatch(new RegExp(`^# ${code}\n`));
    for (const heading of ['**What it means.**', '**What you see.**', '**What to do.**'])
      expect(page).toContain(heading);
  });
});

it('no page is about a code that is gone', () => {
  const pages = readdirSync(new URL('docs/errors/', root)).map((name) => name.replace(/\.md$/, ''));
  expect(pages.toSorted()).toEqual(failureCodes.toSorted());
});

it('links between the pages lead somewhere', () => {
  for (const code of failureCodes) {
    const at = new URL(documentationOf(code), root);
    for (const [, target = ''] of readFileSync(at, 'utf8').matchAll(/\]\((?!https:)([^)#]+)/g))
      expect(() => readFileSync(new URL(target, at)), `${code} links to ${target}`).not.toThrow();
  }
});
