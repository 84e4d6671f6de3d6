import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A block of code under the path of its file in bold; the path of a `sh` block is `in the checkout`. */
const headedBlock = /^\*\*`?([^`*]+)`?\*\*\n\n```(\w+)\n([^]*?)^```$/gm;

/** The code blocks of a Markdown page below the heading `## <title>`, in their order. */
export function blocksBelow(page, title) {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  if (section === undefined) throw new Error(`The page has no heading "## ${title}"`);
  return [...section.matchAll(headedBlock)].map(([, path, language, text]) => ({ path, language, text }));
}

/** Does what a reader does with a block: makes the file, or changes the one that is there. */
export function applyBlock(folder, { path, language, text }) {
  const file = join(folder, path);
  if (language === 'diff') return writeFileSync(file, patched(readFileSync(file, 'utf8'), path, text));
  if (existsSync(file)) throw new Error(`${path} is there already: the page must show what changes in it`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Lines that begin with + are new, with - gone, and all others show where. */
function patched(whole, path, diff) {
  const lines = diff.split('\n').slice(0, -1);
  const textOf = (marks) =>
    lines
      .filter((line) => marks.includes(line[0] ?? ' '))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = textOf(' -');
  const places = whole.split(before).length - 1;
  if (places !== 1) throw new Error(`${path} has ${places} places that look like this:\n${before}`);
  return whole.replace(before, () => textOf(' +'));
}
