import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../bootstrap/paths.mjs';
import { renderCalls } from './render-calls.mjs';
import { usedCalls } from './used-calls.mjs';

const page = readFileSync(inRoot('docs/another-coupa-or-m3.md'), 'utf8');

/** Whoever sets up a tenant gives the rights that stand on this page; what is missing there is missed by the first order. */
describe('the calls that the page lists', () => {
  it('are written anew where they are not up to date, and nothing else is touched', async () => {
    const used = await usedCalls();
    const fewer = { ...used, calls: used.calls.filter(({ path }) => path !== '/api/suppliers') };
    const changed = renderCalls(page, fewer);
    expect(changed).not.toContain('`GET /api/suppliers`');
    expect(renderCalls(changed, used)).toBe(renderCalls(page, used));
    expect(renderCalls(page, used).split('<!--')[0]).toBe(page.split('<!--')[0]);
  });

  it('hold every scope that the settings propose', async () => {
    const proposed =
      /^COUPA_SCOPES=(.*)$/m.exec(readFileSync(inRoot('docs/another-coupa-or-m3.md'), 'utf8'))?.[1] ?? '';
    const listed = renderCalls(page, await usedCalls());
    for (const scope of proposed.split(' ').filter((one) => one !== 'core.common.read'))
      expect(listed).toContain(scope);
    for (const [, scope] of listed.matchAll(/`: `(core\.[\w.]+)`/g)) expect(proposed).toContain(scope);
  });

  it('name no transaction that no app calls any more', () => {
    expect(() => renderCalls(page, { transactions: [], calls: [] })).toThrow(/PPS370MI AddAddress/);
  });
});
