import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '@sluice/shared/messages/dead-letter';
import { describeDeadLetter } from './fold-dead-letter.js';

const letter: DeadLetter = {
  topic: 'coupa.purchase-order.v1',
  partition: 7,
  offset: '9007199254740993',
  app: 'po-sync',
  reason: { code: 'unreadable', message: 'The value is not JSON' },
  tries: 1,
  value: 'c2VjcmV0',
  headers: { authorization: 'secret' },
  at: '2026-03-09T17:12:05.300Z',
};

describe('a dead letter', () => {
  it('is a line in the history of the document that its key names', () => {
    expect(describeDeadLetter('purchase-order/2400', letter)).toMatchObject({
      entry: {
        document: { type: 'purchase-order', id: '2400' },
        app: 'po-sync',
        action: 'dead-lettered',
        summary: 'A message on coupa.purchase-order.v1 could not be used and was set aside: The value is not JSON',
        details: { topic: 'coupa.purchase-order.v1', partition: 7, offset: '9007199254740993' },
      },
      warning: { code: 'unreadable' },
    });
  });

  it('under any other key belongs to no document', () => {
    expect(describeDeadLetter('unit/BOX', letter).entry.document).toBeUndefined();
  });

  it('shows nothing of its bytes and headers', () => {
    expect(JSON.stringify(describeDeadLetter('purchase-order/2400', letter))).not.toMatch(/secret|c2Vj/);
  });

  it('keeps the code of a newer release', () => {
    const newer = { ...letter, reason: { code: 'spilled-coffee', message: 'Wet' } };
    expect(describeDeadLetter('purchase-order/2400', newer)).toMatchObject({
      entry: { details: { code: 'spilled-coffee' } },
      warning: { code: 'spilled-coffee' },
    });
  });
});
