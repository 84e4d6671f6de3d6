import { done, refused, send, waiting, type Decisions, type Domain, type View } from '@sluice/reconciler/decision';
import { defineM3Read } from '@sluice/reconciler/read';
import { describe, expect, it } from 'vitest';
import { given } from './given.js';

interface Note {
  readonly text: string;
  readonly count?: number;
}

const readNote = defineM3Read({
  id: 'read-note',
  program: 'TOY001MI',
  transactions: [{ transaction: 'Get', record: {}, returns: ['TEXT'] }],
  parse: (records) => records.flat().length,
});

/** Waits for a unit, reads what M3 holds, and is done when it holds anything. */
function decide(view: View<Note>): Decisions {
  if (view.desired === undefined || view.removed) return { m3: done('Ignored') };
  if (view.unavailable) return { m3: refused({ code: 'document-unavailable', message: view.unavailable.message }) };
  const unit = view.lookup('mapping.v1', 'unit/EA');
  if (!unit.value) return { m3: waiting([unit.ref], { code: 'mapping-missing', message: 'unit EA' }) };
  const found = view.destination('m3').fresh(readNote, 1000);
  if (!found) return { m3: send({ system: 'm3', kind: 'read', company: '100', steps: [readNote.step] }) };
  return { m3: done('Posted'), coupa: done('Ignored') };
}

const domain: Domain<Note> = {
  type: 'purchase-order',
  lookups: ['mapping.v1'],
  parse: (stored) => stored as Note,
  decide,
  describe: () => ({ title: 'a note' }),
};

const note = given(domain).snapshot({ text: 'hello' });
const mapped = note.mapping('unit', 'EA', { unit: 'PCS' });

describe('what is given', () => {
  it('is all that is known', () => {
    given(domain)
      .whenDecided()
      .then({ m3: { status: 'Ignored' } });
    note.whenDecided().then({ m3: { decision: 'waiting', on: [{ key: 'unit/EA', sequence: 0 }] } });
    mapped.whenDecided().then({ m3: { decision: 'send', script: { steps: [{ id: 'read-note' }] } } });
    mapped
      .reading('m3', readNote, [[{ TEXT: 'hello' }]])
      .whenDecided()
      .then({ m3: { status: 'Posted' }, coupa: {} });
  });

  it('changes nothing of what was given before', () => {
    mapped.removed();
    mapped.without('mapping.v1/unit/EA');
    mapped.whenDecided().then({ m3: { decision: 'send' } });
    mapped
      .without('mapping.v1/unit/EA')
      .whenDecided()
      .then({ m3: { decision: 'waiting' } });
  });

  it('comes back as Postgres gives it: what is undefined is not there', () => {
    expect(given(domain).snapshot({ text: 'hello', count: undefined }).view().desired).toEqual({ text: 'hello' });
    expect(given(domain).snapshot({ text: 'hello', count: undefined }).view().desired).not.toHaveProperty('count');
  });

  it('shows what is known of a destination', () => {
    const because = { code: 'm3-refused', message: 'no' } as const;
    const view = note
      .acknowledged('m3', { text: 'hi' }, '2026-03-01T08:00:00.000Z')
      .identity('m3', { number: '7' })
      .memory('m3', { rounds: 1 })
      .answered('link', 'approve', { by: 'ada' })
      .answered('link', 'approve', { by: 'grace', isProven: true, note: 'checked' })
      .number('supplier', 30_001)
      .priority('first-load')
      .readBackSince('m3')
      .inFlight('m3', { kind: 'read' })
      .refused('coupa', because, { target: { text: 'hello' } })
      .possibleDuplicates('9', '8')
      .askedBy('ada')
      .at('2026-04-01T00:00:00.000Z')
      .view();
    expect(view.destination('m3')).toMatchObject({
      acknowledged: { text: 'hi' },
      acknowledgedAt: '2026-03-01T08:00:00.000Z',
      identity: { number: '7' },
      memory: { rounds: 1 },
      readBackSince: expect.any(String),
      inFlight: { kind: 'read' },
    });
    expect(view.destination('coupa')).toMatchObject({
      last: { result: 'refused' },
      refused: { target: { text: 'hello' }, because },
    });
    expect(view).toMatchObject({
      possibleDuplicates: [{ id: '9' }, { id: '8' }],
      askedBy: 'ada',
      priority: 'first-load',
      now: '2026-04-01T00:00:00.000Z',
    });
    expect(view.answers('link')).toMatchObject([
      { answer: 'approve', by: 'ada', isProven: false },
      { answer: 'approve', by: 'grace', isProven: true, note: 'checked' },
    ]);
    expect(view.answers('other')).toEqual([]);
    expect([view.take('supplier'), view.take('other')]).toEqual([30_001, undefined]);
    expect(note.last('m3', { result: 'expired' }).view().destination('m3').last?.result).toBe('expired');
  });
});

describe('what is expected', () => {
  it('must have been decided', () => {
    expect(() => note.whenDecided().then({ m3: { decision: 'send' } })).toThrow();
    expect(() => note.whenDecided().then({ coupa: {} })).toThrow();
    expect(() => note.whenDecided().about('coupa')).toThrow('nothing was decided about coupa');
  });

  it('may be looked at by a function', () => {
    const seen: Decisions[] = [];
    note.whenDecided().then((decisions) => void seen.push(decisions));
    expect(seen).toEqual([note.whenDecided().decisions]);
  });

  it('is one decision: a domain that decides otherwise the second time fails', () => {
    let decided = 0;
    const fickle: Domain<Note> = { ...domain, decide: () => ({ m3: done((decided += 1) > 1 ? 'Posted' : 'Ignored') }) };
    expect(() => given(fickle).whenDecided()).toThrow('decided a second time');
  });
});
