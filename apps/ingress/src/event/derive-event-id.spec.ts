import { describe, expect, it } from 'vitest';
import { deriveEventId } from './derive-event-id.js';
import type { WebhookEvent } from './read-event.js';

const issued: WebhookEvent = {
  document: { type: 'purchase-order', id: '2400' },
  state: { revision: '3', updatedAt: '2026-03-09T10:12:03-07:00', status: 'issued' },
};

const abc = { hash: 'abc', reference: 'r1' };
const abd = { hash: 'abd', reference: 'r2' };

describe('an event without an id gets one from what it says', () => {
  it('names the document, the revision, the status and the body', () => {
    expect(deriveEventId(issued, abc)).toBe('derived:purchase-order/2400:3:issued:abc');
  });

  it('takes the time of change where there is no revision, as with suppliers', () => {
    const supplier: WebhookEvent = {
      document: { type: 'supplier', id: '77' },
      state: { updatedAt: '2026-03-09T10:12:03-07:00' },
    };
    expect(deriveEventId(supplier, abc)).toBe('derived:supplier/77:2026-03-09T10:12:03-07:00::abc');
  });

  it('is the same for the same event and another for a changed body, revision or status', () => {
    const id = deriveEventId(issued, abc);
    expect(deriveEventId({ ...issued }, { hash: 'abc', reference: 'r3' })).toBe(id);
    expect(deriveEventId(issued, abd)).not.toBe(id);
    expect(deriveEventId({ ...issued, state: { ...issued.state, revision: '4' } }, abc)).not.toBe(id);
    expect(deriveEventId({ ...issued, state: { ...issued.state, status: 'closed' } }, abc)).not.toBe(id);
  });

  it('exists for an event about nothing that Sluice follows', () => {
    expect(deriveEventId({ eventType: 'contract.created', state: {} }, abc)).toBe('derived:contract.created:r1::abc');
  });

  it('is another for each delivery where the body says neither which state it is about nor when it happened', () => {
    const { document } = issued;
    const unmarked: WebhookEvent = { ...(document && { document }), state: { status: 'issued' } };
    const [first, second] = ['r1', 'r2'].map((reference) => deriveEventId(unmarked, { hash: 'abc', reference }));
    expect(second).not.toBe(first);
    const timed = { ...unmarked, occurredAt: '2026-03-09T17:12:03Z' };
    const [told, again] = ['r1', 'r2'].map((reference) => deriveEventId(timed, { hash: 'abc', reference }));
    expect(again).toBe(told);
  });
});
