import { expect, it } from 'vitest';
import { countTests } from './run-project.mjs';

const file = (status, ...tests) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });

const report = (passed, failed, ...testResults) => ({ numPassedTests: passed, numFailedTests: failed, testResults });

it('counts what passed and what failed', () => {
  expect(countTests(report(1, 1, file('failed', 'passed', 'failed')), 1)).toEqual({ passed: 1, failed: 1 });
});

it('a file that could not be loaded is a failure, although it has no tests', () => {
  expect(countTests(report(1, 0, file('passed', 'passed'), file('failed')), 1)).toEqual({ passed: 1, failed: 1 });
});

it('a run that failed outside of its tests is a failure', () => {
  expect(countTests(report(1, 0, file('passed', 'passed')), 1)).toEqual({ passed: 1, failed: 1 });
});

it('a run that left no report is a failure', () => {
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});
