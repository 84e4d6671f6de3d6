import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { RecordStatus } from '@sluice/shared/status';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statusOfDocument } from './status-of-document.js';

const because = { code: 'coupa-refused', message: 'cannot be exported' } as const;
const destination = (name: string, status: RecordStatus, more: Partial<DestinationStatus> = {}): DestinationStatus => ({
  name,
  status,
  ...more,
});

test.each<[string, DestinationStatus[], RecordStatus]>([
  [
    'a refusal over everything',
    [destination('m3/100', 'Waiting'), destination('m3/200', 'Needs attention')],
    'Needs attention',
  ],
  [
    'an unknown outcome over waiting',
    [destination('m3/100', 'Waiting'), destination('m3/200', 'Unknown outcome')],
    'Unknown outcome',
  ],
  ['waiting over progress', [destination('m3/100', 'In progress'), destination('m3/200', 'Waiting')], 'Waiting'],
  ['progress over posted', [destination('m3/100', 'Posted'), destination('coupa', 'In progress')], 'In progress'],
  ['posted over ignored', [destination('m3/100', 'Posted'), destination('coupa', 'Ignored')], 'Posted'],
  ['all ignored', [destination('m3/100', 'Ignored')], 'Ignored'],
  ['no destination at all', [], 'Ignored'],
  ['a match exception as such', [destination('m3/100', 'Match exception')], 'Match exception'],
  [
    'Coupa’s refusal while M3 has not posted',
    [destination('m3/100', 'In progress'), destination('coupa', 'Needs attention')],
    'Needs attention',
  ],
  [
    'Coupa’s refusal when one of two companies has not posted',
    [destination('m3/100', 'Posted'), destination('m3/200', 'In progress'), destination('coupa', 'Held')],
    'Held',
  ],
])('%s', (_what, destinations, status) => {
  expect(statusOfDocument(destinations).status).toBe(status);
});

test('what Coupa refuses about a document that M3 holds is a warning', () => {
  const destinations = [destination('coupa', 'Needs attention', { reason: because }), destination('m3/100', 'Posted')];
  expect(statusOfDocument(destinations)).toEqual({ status: 'Posted', warning: because });
});

test('a document waits for all that its destinations wait for, each once', () => {
  const unit = 'mapping.v1/unit/BOX';
  const destinations = [
    destination('m3/100', 'Waiting', { waitingFor: [unit] }),
    destination('m3/200', 'Waiting', { waitingFor: [unit, 'xref.supplier.v1/17'] }),
  ];
  expect(statusOfDocument(destinations).waitingFor).toEqual([unit, 'xref.supplier.v1/17']);
});

test('the order of the destinations does not matter', () => {
  const status = fc.constantFrom<RecordStatus>(
    'Needs attention',
    'Waiting',
    'In progress',
    'Posted',
    'Ignored',
    'Held',
  );
  const destinations = fc.uniqueArray(
    fc.record({ name: fc.constantFrom('coupa', 'm3/100', 'm3/200', 'm3/300'), status }),
    {
      selector: ({ name }) => name,
    },
  );
  fc.assert(
    fc.property(destinations, (all) => {
      expect(statusOfDocument(all.toReversed())).toEqual(statusOfDocument(all));
    }),
  );
});
