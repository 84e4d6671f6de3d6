import { describe, expect, it } from 'vitest';
import { newId } from '@sluice/runtime/ids';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { isOutdated, readPage } from './read-page.js';

const head = {
  commandId: newId(),
  document: { type: 'purchase-order', id: 'poll' },
  destination: 'poll',
  at: '2026-03-09T17:12:03.000Z',
} as const;
const answered = (records: Record<string, unknown>[]): Outcome => ({
  ...head,
  result: 'ok',
  steps: [{ id: 'page', state: 'ok', records: [records] }],
  refusals: [],
});
const refused = (code: string, message: string): Outcome => ({
  ...head,
  result: 'refused',
  steps: [],
  refusals: [{ step: 'page', code, message }],
});

describe('a page of a list', () => {
  it('gives each document’s id and how new it is', () => {
    expect(
      readPage(
        answered([
          { id: 2400, 'internal-revision': 3, 'updated-at': '2026-03-09T10:12:03-07:00' },
          { id: '77', 'updated-at': null },
        ]),
      ),
    ).toEqual({
      rows: [
        { id: '2400', revision: 3, changedAt: new Date('2026-03-09T17:12:03Z') },
        { id: '77', revision: undefined, changedAt: undefined },
      ],
      size: 2,
      passedOver: [],
    });
  });

  it('is empty where Coupa answers 404: that is how it says so of a list', () => {
    expect(readPage(refused('404', 'No results match your search criteria.'))).toEqual({
      rows: [],
      size: 0,
      passedOver: [],
    });
  });

  it('T43: that is something else than a list of documents is a problem, never an empty list', () => {
    expect(readPage(answered([{ login: 'please' }]))).toHaveProperty('problem');
    expect(readPage(answered([{ login: 'please' }, { id: 'none' }]))).toEqual({
      problem: expect.stringContaining('row 2: id: "none" names no document'),
    });
  });

  it('goes on although one row is not as expected: its document is fetched, and a row that names none is told', () => {
    const good = { id: 2400, 'updated-at': '2026-03-09T17:12:03Z' };
    const page = readPage(answered([{ id: 1, 'updated-at': 'yesterday' }, { id: null, name: 'Acme' }, good]));
    expect(page).toMatchObject({
      rows: [{ id: '1', isUnreadable: true }, { id: '2400' }],
      size: 3,
      passedOver: [expect.stringContaining('row 2: id: null')],
    });
    expect(page).not.toHaveProperty('problem');
  });

  it('that Coupa refuses says why', () => {
    expect(readPage(refused('403', 'scope'))).toEqual({ problem: 'scope' });
  });
});

describe('a document is outdated', () => {
  const changedAt = new Date('2026-03-09T17:12:03Z');
  const later = new Date('2026-03-09T17:12:04Z');
  it.each([
    ['when nothing is known of it', undefined, { revision: 3, changedAt }, true],
    ['when only a notice is', { revision: null, changedAt: null }, { changedAt: undefined }, true],
    ['when its revision is another', { revision: 3, changedAt }, { revision: 4, changedAt }, true],
    [
      'when it was changed since, in the same revision',
      { revision: 3, changedAt },
      { revision: 3, changedAt: later },
      true,
    ],
    [
      'when it cannot be read how new it is, also where a revision is held',
      { revision: 3, changedAt },
      { isUnreadable: true } as const,
      true,
    ],
    ['not when both are the same', { revision: 3, changedAt }, { revision: 3, changedAt }, false],
    ['not when a supplier has no revision and the same time', { revision: null, changedAt }, { changedAt }, false],
  ])('%s', (_, held, listed, outdated) => {
    expect(isOutdated(held, { id: '2400', ...listed })).toBe(outdated);
  });
});
