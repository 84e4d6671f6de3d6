import { appNames } from '@sluice/shared/apps';
import { printable, printableLines } from '../printable.js';
import type { Finding } from './finding.js';

const marks = { ok: '√', failed: '×', warning: '‼', unknown: '‼' } as const;
const colours = { ok: 32, failed: 31, warning: 33, unknown: 33 } as const;

/** What a check is about, by its name; the last takes what is left. */
const groups: readonly { readonly name: string; readonly has: RegExp }[] = [
  { name: 'settings', has: /^configuration of / },
  { name: 'Postgres', has: /^(postgres$|schema )/ },
  { name: 'Kafka', has: /^(brokers|topics|group of .*)$/ },
  { name: 'apps', has: new RegExp(`^(${appNames.join('|')}|apps|requests of .*|oldest .*)$`) },
  { name: 'documents', has: /^(documents.*|mappings)$/ },
  { name: 'Coupa', has: /^coupa\b/ },
  { name: 'M3', has: /^m3\b/ },
  { name: 'others', has: /^/ },
];

/** One after the other; those that passed in a line for each group, unless all are wanted. */
export function printFindings(
  findings: readonly Finding[],
  { all, colour }: { readonly all: boolean; readonly colour: boolean },
): string {
  const mark = (state: Finding['state']): string =>
    colour ? `\u001B[${colours[state]}m${marks[state]}\u001B[0m` : marks[state];
  const lineOf = ({ check, state, detail, hint }: Finding): string => {
    const indented = printableLines(detail).replaceAll('\n', '\n    ');
    return `${mark(state)} ${check}: ${indented}\n${hint === undefined ? '' : `    → ${printable(hint)}\n`}`;
  };
  if (all) return findings.map(lineOf).join('');
  const passed = findings.filter(({ state }) => state === 'ok');
  const lines = groups.flatMap(({ name }) => {
    const count = passed.filter(({ check }) => groupOf(check) === name).length;
    return count === 0 ? [] : [`${mark('ok')} ${name}: ${count} check(s) passed\n`];
  });
  return [...lines, ...findings.filter(({ state }) => state !== 'ok').map(lineOf)].join('');
}

const groupOf = (check: string): string | undefined => groups.find(({ has }) => has.test(check))?.name;

/** The whole in one line. */
export function verdictOf(findings: readonly Finding[]): string {
  const named = (state: Finding['state']): string[] =>
    findings.filter((finding) => finding.state === state).map(({ check }) => check);
  const failures = named('failed');
  const others = [
    ...(named('warning').length > 0 ? [`${named('warning').length} warning(s)`] : []),
    ...(named('unknown').length > 0 ? [`${named('unknown').length} could not be checked`] : []),
    `${named('ok').length} passed`,
  ].join(', ');
  if (failures.length === 0)
    return named('warning').length === 0 ? `Nothing is wrong: ${others}.` : `Nothing has failed: ${others}.`;
  const [first = ''] = failures;
  return `${failures.length} check(s) failed: ${failures.join(', ')}; ${others}. Begin with ${first}.`;
}
