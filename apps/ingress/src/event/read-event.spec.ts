import { describe, expect, it } from 'vitest';
import { deriveEventId, noteOf, readEvent, usualPlaces, type WebhookEvent } from './read-event.js';

const order2400 = { type: 'purchase-order', id: '2400' };

describe('an envelope names the document', () => {
  it('with its own id and type', () => {
    const body = {
      event_id: '0198-a',
      event_type: 'purchase_order.issued',
      occurred_at: '2026-03-09T17:12:03Z',
      document: { type: 'purchase_order', id: 2400 },
    };
    expect(readEvent(body)).toEqual({
      event: {
        eventId: '0198-a',
        eventType: 'purchase_order.issued',
        occurredAt: '2026-03-09T17:12:03Z',
        document: order2400,
        state: {},
      },
    });
  });

  it.each([
    ['the id as text', { document: { type: 'purchase_order', id: '2400' } }],
    ["Coupa's own name of an order", { document: { type: 'OrderHeader', id: 2400 } }],
    ['dashes for underscores', { document: { type: 'purchase-order', id: 2400 } }],
    ['the kind only in the event type', { event_type: 'purchase_order.issued', document: { id: 2400 } }],
    ['an event type that nobody has heard of', { event_type: 'foo', document: { type: 'purchase_order', id: 2400 } }],
    ["Coupa's names beside the document of something else", { 'document-type': 'OrderHeader', 'document-id': 2400 }],
    ['the name that people see in Coupa', { document: { type: 'Purchase Order', id: 2400 } }],
    ["Process Automator's name", { document: { type: 'Order', id: 2400 } }],
    ['an order that was made elsewhere', { document: { type: 'ExternalOrderHeader', id: 2400 } }],
    ['a kind and a verb with another sign between', { event_type: 'PurchaseOrder/Issued', document: { id: 2400 } }],
    ['null for what is absent', { event_id: null, document: { type: 'purchase_order', id: 2400 } }],
  ])('%s', (_, body) => {
    expect(readEvent(body)).toMatchObject({ event: { document: order2400 } });
  });
});

describe('a Coupa document at top level is an event about itself', () => {
  it('an order: known by its lines or its number, with the state that it shows', () => {
    const body = {
      id: 2400,
      'po-number': '2400',
      status: 'issued',
      'internal-revision': 3,
      'updated-at': '2026-03-09T10:12:03-07:00',
      'order-lines': [{ id: 5101 }],
    };
    expect(readEvent(body)).toEqual({
      event: {
        document: order2400,
        state: { revision: '3', updatedAt: '2026-03-09T10:12:03-07:00', status: 'issued' },
      },
    });
  });

  it('a supplier', () => {
    const body = { id: 77, name: 'Acme Bearings', number: null, 'po-method': 'email', status: 'active' };
    expect(readEvent(body)).toEqual({
      event: { document: { type: 'supplier', id: '77' }, state: { status: 'active' } },
    });
  });
});

describe('a Coupa document may be wrapped in its name', () => {
  it.each([
    ['order-header', { 'order-header': { id: 2400 } }],
    ['purchase_order', { purchase_order: { id: 2400, status: 'issued' } }],
    ['a list of one', [{ id: 2400, 'po-number': '2400' }]],
    ['a list of one with its name', { 'order-headers': [{ id: 2400 }] }],
  ])('%s', (_, body) => {
    expect(readEvent(body)).toMatchObject({ event: { document: order2400 } });
  });

  it('the one field of an object that is no name of a document is left where it is', () => {
    expect(readEvent({ document: { type: 'supplier', id: 7 } })).toMatchObject({ event: { document: { id: '7' } } });
  });

  it('a list of several is refused with words, as one event is about one document', () => {
    expect(readEvent([{ id: 1 }, { id: 2 }])).toEqual({ problem: expect.stringMatching(/list of several/) });
  });
});

describe('what is taken and not followed is said in words', () => {
  it.each([
    [{ document: { type: 'invoice', id: 5 } }, undefined, /about "invoice", and purchase orders.* are followed/],
    [{ event_type: 'holiday.created' }, undefined, /about "holiday"/],
    [{ id: 5 }, 'invoice-header', /about "invoice-header"/],
    [{ id: 5 }, undefined, /does not say which kind of document/],
  ])('%j', (body, root, words) => {
    const read = readEvent(body, usualPlaces, { root });
    expect('event' in read && noteOf(read.event)).toMatch(words);
  });

  it('of what is followed nothing is said', () => {
    expect(noteOf(issued)).toBeUndefined();
  });
});

describe('a document in XML is known by its root', () => {
  it.each([
    ['order-header', { id: '2400', status: 'issued' }, order2400],
    ['order_header', { id: '2400' }, order2400],
    ['supplier', { id: '77' }, { type: 'supplier', id: '77' }],
  ])('%s', (root, fields, document) => {
    expect(readEvent(fields, usualPlaces, { root })).toMatchObject({ event: { document } });
  });

  it('T05: another root is none that is followed, whatever stands below it', () => {
    const invoice = { id: '900', 'po-number': '2400' };
    const read = readEvent(invoice, usualPlaces, { root: 'invoice-header' });
    expect(read).toHaveProperty('event');
    expect(read).not.toHaveProperty('event.document');
  });

  it('an envelope in XML names its document as in JSON', () => {
    const fields = { event_id: '0198-a', event_type: 'purchase_order.issued', document: { id: '2400' } };
    expect(readEvent(fields, usualPlaces, { root: 'event' })).toMatchObject({
      event: { eventId: '0198-a', document: order2400 },
    });
  });

  it('an id that stands twice is none', () => {
    expect(readEvent({ id: ['1', '2'] }, usualPlaces, { root: 'supplier' })).toHaveProperty('problem');
  });
});

describe('where the envelope has its parts is a setting', () => {
  const places = { eventIdPath: 'meta.id', eventTypePath: 'meta.kind', documentPath: 'data' };

  it('id, type and document are found at their paths, and nowhere else', () => {
    const body = {
      event_id: 'not this',
      meta: { id: 17, kind: 'purchase_order.issued' },
      data: { id: 2400, status: 'issued' },
    };
    expect(readEvent(body, places)).toEqual({
      event: {
        eventId: '17',
        eventType: 'purchase_order.issued',
        document: order2400,
        state: { status: 'issued' },
      },
    });
    expect(readEvent({ meta: 'x', data: { type: 'supplier', id: 7 } }, places)).toEqual({
      event: { document: { type: 'supplier', id: '7' }, state: {} },
    });
  });

  it('a type in a header takes precedence over the one in the body', () => {
    const body = { event_type: 'supplier.updated', document: { id: 2400 } };
    expect(readEvent(body, usualPlaces, { eventType: 'purchase_order.issued' })).toMatchObject({
      event: { document: order2400 },
    });
  });
});

describe('T05: an event about something that Sluice does not follow is an event all the same', () => {
  it.each([
    ['an invoice at top level', { id: 900, 'invoice-number': 'A-1', 'invoice-lines': [] }],
    ['a department', { event_type: 'department.created', document: { type: 'department', id: 5 } }],
    ['a word that every object knows', { document: { type: 'constructor', id: 5 } }],
    ['a ping', { event_type: 'ping' }],
    ['an empty object', {}],
  ])('%s', (_, body) => {
    const read = readEvent(body);
    expect(read).toHaveProperty('event');
    expect(read).not.toHaveProperty('event.document');
  });
});

describe('a body that cannot be used says why', () => {
  it.each([
    ['a text', 'purchase_order'],
    ['null', null],
  ])('%s is none', (_, body) => {
    expect(readEvent(body)).toEqual({ problem: 'the body is no object' });
  });

  it('an empty list is none', () => {
    expect(readEvent([])).toEqual({ problem: expect.stringMatching(/list/) });
  });

  it.each([
    ['no id', { document: { type: 'purchase_order' } }],
    ['an id that is a path', { document: { type: 'purchase_order', id: '../users/1' } }],
    ['an id beyond exact numbers', { document: { type: 'purchase_order', id: 2 ** 60 } }],
    ['a fraction', { document: { type: 'purchase_order', id: 24.5 } }],
    ['zero', { document: { type: 'purchase_order', id: 0 } }],
  ])('%s', (_, body) => {
    expect(readEvent(body)).toEqual({ problem: 'the purchase-order has no id that is a whole number' });
  });

  it('an event id that no column can hold is named', () => {
    const read = readEvent({ event_id: 'a\u0000b', document: { type: 'purchase_order', id: 2400 } });
    expect(read).toMatchObject({ problem: expect.stringContaining('event_id') });
  });
});

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
