// Writes the table of rights in docs/operations/kafka-access.md from the registry, or, with --check, ends with 1 when the
// table is not up to date. What a sync reads besides, because its domains look it up, is kept as it stands in the table.
import { readFileSync, writeFileSync } from 'node:fs';
import { documentTypes, typesOwnedBy } from '../../packages/shared/dist/document-types.js';
import { commandTopics, gatewayOf, outcomeTopic, topicNames, topics } from '../../packages/shared/dist/topics.js';
import { appNames } from '../../packages/shared/src/apps.ts';
import { inRoot } from './bootstrap/paths.mjs';

const file = inRoot('docs/operations/kafka-access.md');
const page = readFileSync(file, 'utf8');

const cellsOf = (line) => line.split('|').map((cell) => cell.trim());
const isHead = (line) => /^\| app +\|/.test(line);
const lines = page.split('\n');
const head = lines.findIndex(isHead);
const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
const lookedUpBy = new Map(
  lines.slice(head + 2, end).map((line) => {
    const [, app, , reads] = cellsOf(line);
    return [app, reads.split(', ').filter((topic) => /^(xref|mapping)\./.test(topic) && topicNames.includes(topic))];
  }),
);

const written = (app) => topicNames.filter((name) => topics[name].owner === 'all' || topics[name].owner.includes(app));

/** Apps whose subscriptions do not follow from document types. */
const fixedReads = { ingress: [], console: ['status.v1', 'audit.v1', 'dead-letter.v1'] };

function read(app) {
  if (fixedReads[app] !== undefined) return fixedReads[app];
  const system = Object.keys(gatewayOf).find((one) => gatewayOf[one] === app);
  if (system !== undefined)
    return [...(system === 'coupa' ? ['coupa.notice.v1'] : []), ...commandTopics(system), 'operator.v1'];
  const ofTypes = typesOwnedBy(app).flatMap((type) => [
    ...(documentTypes[type].coupa === undefined ? [] : [`coupa.${type}.v1`]),
    ...documentTypes[type].sendsTo.map((to) => outcomeTopic(to, type)),
  ]);
  return [...ofTypes, ...(lookedUpBy.get(app) ?? []), 'operator.v1'];
}

const rows = [
  ['app', 'Write on topics', 'Read on topics'],
  ...appNames.map((app) => [app, written(app).join(', '), read(app).join(', ') || 'none']),
];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
const rendered = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
const table = [rendered[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rendered.slice(1)];
const wanted = [...lines.slice(0, head), ...table, ...lines.slice(end)].join('\n');

if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (wanted !== page) {
  process.stderr.write(
    'docs/operations/kafka-access.md is not what the registry says: run `node infra/local/write-kafka-rights.mjs`.\n',
  );
  process.exitCode = 1;
}
