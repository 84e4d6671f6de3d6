import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../bootstrap/paths.mjs';

const pages = globSync(['*.md', 'docs/**/*.md', 'apps/*/README.md'], { cwd: inRoot() });

/** As GitHub makes anchors of headings. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[`*_]/g, '')
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const anchorsIn = (page) =>
  new Set(
    readFileSync(inRoot(page), 'utf8')
      .match(/^#+ .*$/gm)
      ?.map((line) => anchorOf(line.replace(/^#+ /, ''))),
  );

/** Links to files and headings of this repository; what lies outside cannot be checked here. */
const linksIn = (page) =>
  [...readFileSync(inRoot(page), 'utf8').matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].map(
    ([, path, anchor]) => ({ path: path === '' ? page : join(dirname(page), path), anchor }),
  );

/** A reader who follows a link must arrive: a file that was moved or a heading that was renamed is found here. */
describe('every link of the documentation leads somewhere', () => {
  it.each(pages)('%s', (page) => {
    const broken = linksIn(page).filter(
      ({ path, anchor }) =>
        !existsSync(inRoot(path)) ||
        (anchor !== undefined && path.endsWith('.md') && !anchorsIn(path).has(decodeURIComponent(anchor))),
    );
    expect(broken).toEqual([]);
  });
});
