import { basename } from 'node:path';

/** A title begins with the cases that the test is about: `D01, D02: midnight in …`. */
const titleStart = /['"`]([A-Z]\d{2}(?:, [A-Z]\d{2})*): /g;

/** A line of the page: the case, what it means, and after an arrow the tests, which are written anew each time. */
const caseLine = /^- \*\*([A-Z]\d{2})\*\* (.+?)(?: → .*)?$/;

/**
 * The page with its lines sorted within their sections and the tests of each case named, and what is wrong with it.
 * @param {string} page
 * @param {readonly { path: string, text: string }[]} specs
 */
export function renderCases(page, specs) {
  const specsOf = new Map();
  for (const { path, text } of specs)
    for (const id of casesIn(text)) specsOf.set(id, [...(specsOf.get(id) ?? []), path]);
  const explained = page.split('\n').flatMap((line) => caseLine.exec(line)?.[1] ?? []);
  const twice = explained.filter((id, index) => explained.indexOf(id) !== index);
  const problems = [
    ...[...specsOf]
      .filter(([id]) => !explained.includes(id))
      .map(([id, paths]) => `${id} has no line in docs/cases.md, and a test in ${paths[0]}.`),
    ...explained.filter((id) => !specsOf.has(id)).map((id) => `${id} has a line in docs/cases.md, and no test.`),
    ...twice.map((id) => `${id} has two lines in docs/cases.md.`),
  ];
  const lines = page.split('\n').map((line) => withTests(line, specsOf));
  return { page: sortRuns(lines).join('\n'), problems };
}

const casesIn = (text) => new Set([...text.matchAll(titleStart)].flatMap(([, ids]) => ids.split(', ')));

function withTests(line, specsOf) {
  const [, id, meaning] = caseLine.exec(line) ?? [];
  if (id === undefined) return line;
  const links = (specsOf.get(id) ?? []).map((path) => `[${nameOf(path)}](../${path})`).toSorted();
  return `- **${id}** ${meaning} → ${links.join(', ')}`;
}

/** `po-sync/decide` */
const nameOf = (path) => `${path.split('/')[1]}/${basename(path).replace(/([.](int|e2e))?[.]spec[.]m?[jt]s$/, '')}`;

/** Lines of cases that follow one another are sorted; all other lines stay where they are. */
function sortRuns(lines) {
  const sorted = [];
  let run = [];
  for (const line of [...lines, '']) {
    if (caseLine.test(line)) run.push(line);
    else {
      sorted.push(...run.toSorted(), line);
      run = [];
    }
  }
  return sorted.slice(0, -1);
}
