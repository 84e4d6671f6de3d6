import { describe, expect, it } from 'vitest';
import { failed, ok, unknown, warning } from './finding.js';
import { printFindings, verdictOf } from './print-findings.js';

const findings = [
  ok('configuration of ingress', 'can be used'),
  ok('configuration of console', 'can be used'),
  ok('postgres', 'answers, version 18'),
  failed('topics', 'topics-differ', 'differ', 'Run `sluice topics apply`.'),
  ok('ingress', 'is ready'),
  ok('oldest document of po-sync', 'none'),
  warning('mappings', 'documents wait for unit/BOX (1)', '`sluice mappings missing` shows them all.'),
  unknown('m3 authority', 'cannot be asked for', 'Check the role.'),
];

/** At night somebody reads the last line first. */
describe('the doctor prints', () => {
  it('in a line for each group what passed, and in full what did not', () => {
    expect(printFindings(findings, { all: false, colour: false })).toBe(`√ settings: 2 check(s) passed
√ Postgres: 1 check(s) passed
√ apps: 2 check(s) passed
× topics: differ
    → Run \`sluice topics apply\`.
‼ mappings: documents wait for unit/BOX (1)
    → \`sluice mappings missing\` shows them all.
‼ m3 authority: cannot be asked for
    → Check the role.
`);
  });

  it('each check on demand', () => {
    const printed = printFindings(findings, { all: true, colour: false });
    for (const { check } of findings) expect(printed).toMatch(new RegExp(`^[√×‼] ${check}: `, 'm'));
  });

  it('one verdict that names what failed', () => {
    expect(verdictOf(findings)).toBe(
      '1 check(s) failed: topics; 1 warning(s), 1 could not be checked, 5 passed. Begin with topics.',
    );
    expect(verdictOf(findings.filter(({ state }) => state !== 'failed'))).toBe(
      'Nothing has failed: 1 warning(s), 1 could not be checked, 5 passed.',
    );
    expect(verdictOf([ok('postgres', 'answers')])).toBe('Nothing is wrong: 1 passed.');
  });
});
