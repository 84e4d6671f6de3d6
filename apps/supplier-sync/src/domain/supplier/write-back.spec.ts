import type { Decided } from '@sluice/testing/specification/given';
import { CoupaStep } from '@sluice/shared/script';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { describe, expect, it } from 'vitest';
import {
  absentInM3,
  coupaSupplier,
  heldByM3,
  supplier,
  synced,
  type GivenSupplier,
} from '../../../tests/given-supplier.js';
import type { Json } from '../../../tests/suppliers.js';
import type { SupplierSettings } from './settings.js';
import { supplierDomain } from './supplier-domain.js';
import type { CompanyMemory } from './supplier-view.js';

const owners = { ...synced.owners, name: 'm3', paymentTerms: 'm3' } as const;
const bodyOf = (decided: Decided) => {
  const decision = decided.decisions['coupa'];
  return decision?.decision === 'send' ? (decision.script.steps[0] as CoupaStep).body : undefined;
};

/** Both held the same; now M3 holds it like this. */
function changedInM3(
  record: Json,
  inCoupa: Json = {},
  changed: Partial<SupplierSettings> = {},
  justRead = true,
): GivenSupplier {
  const settings = { owners, ...changed };
  const before = heldByM3(supplier({}, settings)).whenDecided().about('m3/100').memory as CompanyMemory;
  return heldByM3(supplier(inCoupa, settings).memory('m3/100', before), { record, justRead });
}

/** Made by us under C00001, which Coupa does not know yet. */
const made = (changed: Partial<SupplierSettings> = {}) =>
  heldByM3(supplier({ number: null }, changed).identity('m3/100', { number: 'C00001' }), {}, 'C00001');

describe('S01: M3’s number', () => {
  it('is written to Coupa as soon as M3 was seen to hold the supplier under it', () => {
    const decided = made().whenDecided();
    expect(bodyOf(decided)).toEqual({ number: 'C00001' });
    decided.then({
      coupa: {
        script: {
          kind: 'write',
          target: { number: 'C00001' },
          steps: [
            {
              method: 'PUT',
              path: '/api/suppliers/77',
              query: { fields: '["id","updated_at"]' },
              repeat: 'safe',
            },
          ],
        },
      },
    });
    const decision = decided.decisions['coupa'];
    for (const step of decision?.decision === 'send' ? decision.script.steps : [])
      expect(CoupaStep.parse(step)).toEqual(step);
  });

  it('is not written before that, nor where the installation writes nothing back', () => {
    expect(
      supplier({ number: null }).identity('m3/100', { number: 'C00001' }).whenDecided().decisions['coupa'],
    ).toBeUndefined();
    expect(made({ writeBack: false }).whenDecided().decisions['coupa']).toBeUndefined();
    expect(made({ sync: 'link' }).whenDecided().decisions['coupa']).toBeUndefined();
  });

  it('also goes back where nothing else of M3 does', () => {
    expect(bodyOf(made({ sync: 'to-m3' }).whenDecided())).toEqual({ number: 'C00001' });
  });

  it('a person’s answer is written to Coupa like one that was given by us', () => {
    expect(bodyOf(heldByM3(supplier({ number: null }).answered('number', 'Y30001')).whenDecided())).toEqual({
      number: 'Y30001',
    });
  });

  it('which Coupa refused, is retried alone: M3 is not told anything again', () => {
    const refused = made().refused('coupa', { code: 'coupa-refused', message: 'number: has already been taken' });
    const decided = refused.whenDecided();
    decided.then({ 'm3/100': { decision: 'done', status: 'Posted' }, coupa: { decision: 'send' } });
  });
});

describe('what was changed in M3', () => {
  it('goes to Coupa, changed fields only and in Coupa’s words', () => {
    expect(bodyOf(changedInM3({ TEPY: 'N60' }).whenDecided())).toEqual({ 'payment-term': { code: 'Net 60' } });
  });

  it('waits for a word of Coupa’s that no mapping knows', () => {
    changedInM3({ TEPY: 'N90' })
      .whenDecided()
      .then({
        coupa: { decision: 'waiting', on: [{ key: 'coupa-payment-term/N90' }] },
        'm3/100': { decision: 'done' },
      });
  });

  it('stays in M3 alone where nothing goes back', () => {
    expect(changedInM3({ TEPY: 'N60' }, {}, { sync: 'to-m3' }).whenDecided().decisions['coupa']).toBeUndefined();
  });

  it('begins no write by what was read of M3 long ago', () => {
    changedInM3({ TEPY: 'N60' }, {}, {}, false)
      .at('2026-03-10T12:00:00.000Z')
      .whenDecided()
      .then((decisions) => {
        expect(decisions['m3/100']).toMatchObject({ decision: 'send', script: { kind: 'read' } });
        expect(decisions['coupa']).toBeUndefined();
      });
  });
});

describe('S25: our own write', () => {
  const target = { values: { paymentTerms: 'N60' }, asOf: '2026-03-10' };
  const written = changedInM3({ TEPY: 'N60' })
    .acknowledged('coupa', target)
    .identity('coupa', { updatedAt: '2026-03-10T07:30:00Z' })
    .last('coupa', { kind: 'write' });

  it('counts as what Coupa holds until a snapshot is as new as it', () => {
    written.whenDecided().then({
      coupa: { decision: 'done', status: 'Posted' },
      'm3/100': { decision: 'done', memory: { agreed: { paymentTerms: 'N60' } } },
    });
  });

  it('is kept in view by the next one, as long as no snapshot shows either', () => {
    const before = written.whenDecided().about('m3/100').memory;
    const next = heldByM3(written.memory('m3/100', before), {
      record: { TEPY: 'N60', SUNM: 'Acme of Gent' },
    }).whenDecided();
    expect(bodyOf(next)).toEqual({ name: 'Acme of Gent' });
    next.then({ coupa: { script: { target: { values: { paymentTerms: 'N60', name: 'Acme of Gent' } } } } });
  });

  it('that a person changed in Coupa after it is a change like any other', () => {
    const after = { 'updated-at': '2026-03-10T07:45:00Z' };
    const one = changedInM3({ TEPY: 'N60' }, after)
      .acknowledged('coupa', target)
      .identity('coupa', { updatedAt: '2026-03-10T07:30:00Z' });
    expect(bodyOf(one.whenDecided())).toEqual({ 'payment-term': { code: 'Net 60' } });
  });

  it('is known by the time that Coupa’s answer carries', () => {
    const { identify } = supplierDomain(synced);
    const outcome = {
      result: 'ok',
      steps: [{ id: 'supplier', state: 'ok', records: [[{ id: 77, 'updated-at': '2026-03-10T07:30:00Z' }]] }],
    } as unknown as Outcome;
    expect(identify?.('coupa', outcome, written.view())).toEqual({ updatedAt: '2026-03-10T07:30:00Z' });
  });
});

const outcome = (result: string, steps: readonly unknown[]) => ({ result, steps }) as unknown as Outcome;
const create = (state: string, calls: readonly string[]) => ({ id: 'create-supplier', state, calls, records: [[]] });

describe('the number under which a supplier was made', () => {
  const { identify } = supplierDomain(synced);
  const target = { number: 'C00001', asOf: '2026-03-10', values: {} };
  const creating = supplier({ number: null }).inFlight('m3/100', { target });

  it.each<[string, Outcome, Json | undefined]>([
    ['as it was sent', outcome('ok', [create('ok', ['ok'])]), { number: 'C00001' }],
    ['also where what came after it was refused', outcome('refused', [create('ok', ['ok'])]), { number: 'C00001' }],
    ['also where nobody knows whether it was', outcome('refused', [create('nok', ['unknown'])]), { number: 'C00001' }],
    [
      'as M3’s series gave it',
      outcome('ok', [{ id: 'next-number', state: 'ok', records: [[{ NBNR: '70001' }]] }, create('ok', ['ok'])]),
      { number: '70001' },
    ],
    ['none, where M3 refused it', outcome('refused', [create('nok', ['nok'])]), undefined],
    ['none, where somebody else had made one under it', outcome('found', [create('skipped', [])]), undefined],
    ['none, of a change', outcome('ok', [{ id: 'update-supplier', state: 'ok', records: [[]] }]), undefined],
  ])('is kept: %s', (_name, ended, identity) => {
    expect(identify?.('m3/100', ended, creating.view())).toEqual(identity);
  });

  const ours = { company: '100', number: '70001', supplierId: '77' };
  const link = { topic: 'xref.m3-supplier.v1', key: '100/70001', value: ours };
  const made = supplier({ number: null }, { numbers: 'm3-series' }).identity('m3/100', { number: '70001' });

  it('is told at once, before M3 is read: a scan that sees it first makes no second one in Coupa', () => {
    const decision = made.last('m3/100', { kind: 'write' }).whenDecided().about('m3/100');
    expect(decision).toMatchObject({ decision: 'send', script: { kind: 'read' } });
    expect(decision.publish).toContainEqual(link);
    expect(decision.publish).toContainEqual(
      expect.objectContaining({ topic: 'xref.supplier.v1', value: { supplierId: '77', entries: [] } }),
    );
  });

  it('is taken back where M3 turns out not to hold it, or Coupa has another number', () => {
    const ended = { ...link, value: { ...ours, removed: true } };
    const told = made.lookupRow('xref.m3-supplier.v1', '100/70001', ours);
    expect(absentInM3(told, '70001').whenDecided().about('m3/100').publish).toContainEqual(ended);
    const renumbered = told.snapshot(coupaSupplier({ number: 'Y30002' })).whenDecided();
    expect(renumbered.about('m3/100').publish).toContainEqual(ended);
  });
});
