import type { LegStatus } from '@sluice/shared/messages/document-status';
import type { RecordStatus } from '@sluice/shared/status';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statusOfDocument } from './status-of-document.js';

const because = { code: 'coupa-refused', message: 'cannot be exported' } as const;
const leg = (name: string, status: RecordStatus, more: Partial<LegStatus> = {}): LegStatus => ({
  name,
  status,
  ...more,
});

test.each<[string, LegStatus[], RecordStatus]>([
  ['a refusal over everything', [leg('m3/100', 'Waiting'), leg('m3/200', 'Needs attention')], 'Needs attention'],
  ['an unknown outcome over waiting', [leg('m3/100', 'Waiting'), leg('m3/200', 'Unknown outcome')], 'Unknown outcome'],
  ['waiting over progress', [leg('m3/100', 'In progress'), leg('m3/200', 'Waiting')], 'Waiting'],
  ['progress over posted', [leg('m3/100', 'Posted'), leg('coupa', 'In progress')], 'In progress'],
  ['posted over ignored', [leg('m3/100', 'Posted'), leg('coupa', 'Ignored')], 'Posted'],
  ['all ignored', [leg('m3/100', 'Ignored')], 'Ignored'],
  ['no leg at all', [], 'Ignored'],
  ['a match exception as such', [leg('m3/100', 'Match exception')], 'Match exception'],
  [
    'Coupa’s refusal while M3 has not posted',
    [leg('m3/100', 'In progress'), leg('coupa', 'Needs attention')],
    'Needs attention',
  ],
  [
    'Coupa’s refusal when one of two companies has not posted',
    [leg('m3/100', 'Posted'), leg('m3/200', 'In progress'), leg('coupa', 'Held')],
    'Held',
  ],
])('%s', (_what, legs, status) => {
  expect(statusOfDocument(legs).status).toBe(status);
});

test('what Coupa refuses about a document that M3 holds is a warning', () => {
  const legs = [leg('coupa', 'Needs attention', { reason: because }), leg('m3/100', 'Posted')];
  expect(statusOfDocument(legs)).toEqual({ status: 'Posted', warning: because });
});

test('a document waits for all that its legs wait for, each once', () => {
  const unit = 'mapping.v1/unit/BOX';
  const legs = [
    leg('m3/100', 'Waiting', { waitingFor: [unit] }),
    leg('m3/200', 'Waiting', { waitingFor: [unit, 'xref.supplier.v1/17'] }),
  ];
  expect(statusOfDocument(legs).waitingFor).toEqual([unit, 'xref.supplier.v1/17']);
});

test('the order of the legs says nothing', () => {
  const status = fc.constantFrom<RecordStatus>(
    'Needs attention',
    'Waiting',
    'In progress',
    'Posted',
    'Ignored',
    'Held',
  );
  const legs = fc.uniqueArray(fc.record({ name: fc.constantFrom('coupa', 'm3/100', 'm3/200', 'm3/300'), status }), {
    selector: ({ name }) => name,
  });
  fc.assert(
    fc.property(legs, (all) => {
      expect(statusOfDocument(all.toReversed())).toEqual(statusOfDocument(all));
    }),
  );
});
