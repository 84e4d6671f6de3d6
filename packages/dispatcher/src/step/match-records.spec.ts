import { expect, it } from 'vitest';
import { recordsThatMatch } from './match-records.js';

const records = [{ YRE1: ' 2400 ', PUSL: 15 }, { YRE1: '2401' }, {}];

it.each([
  [undefined, 3],
  [{}, 3],
  [{ YRE1: '2400' }, 1],
  [{ YRE1: '2400', PUSL: '15' }, 1],
  [{ YRE1: '2400', PUSL: '20' }, 0],
  [{ OURR: '' }, 0],
])('%j is matched by %i of the records', (match, count) => {
  expect(recordsThatMatch(records, match)).toHaveLength(count);
});
