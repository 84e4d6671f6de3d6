import { done, send, type Decision } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { CoupaStep } from '@sluice/shared/script';
import { decideFindings } from '@sluice/translation/decide-findings';
import { valuesToCoupa, type CoupaInput } from '../values/to-coupa.js';
import type { SupplierValues } from '../values/supplier-values.js';
import { bothSidesOf } from './both-sides.js';
import { writtenSince, type CoupaTarget } from './coupa-side.js';
import { fixes } from './fixes.js';
import { linkedElsewhere } from './link-supplier.js';
import { lostInWords, lostWith, withWrites } from './lost-values.js';
import { mergeSupplier, type Merged } from './merge-supplier.js';
import { mappingsOf } from './plan-supplier.js';
import { wholeSupplierIn } from './read-supplier.js';
import { freshWhole } from './reading-of-m3.js';
import type { SupplierSettings } from './settings.js';
import { coupaDestination, coupaMemoryOf, type CoupaMemory, type SupplierView } from './supplier-view.js';

interface Linked {
  readonly supplier: CoupaSupplier;
  readonly number: string;
}

/**
 * What Coupa must be told of the supplier in M3: its number, where Coupa has none, and what was changed over there in fields
 * that are M3's. The first company alone speaks for M3. There is no decision while there is nothing to tell.
 */
export function writeBack(view: SupplierView, linked: Linked, settings: SupplierSettings): Decision | undefined {
  if (settings.sync === 'link' || !settings.writeBack) return undefined;
  const told = toTell(view, linked, settings);
  const coupa = view.destination(coupaDestination);
  const isNothing = told.number === undefined && Object.keys(told.merged?.toCoupa ?? {}).length === 0;
  if (isNothing) return coupa.acknowledged === undefined && coupa.last === undefined ? undefined : done('Posted');
  // What was read of M3 some time ago begins no write, and withdraws none.
  if (!told.isFresh && coupa.inFlight === undefined) return coupa.last === undefined ? undefined : done('Posted');
  return tell(view, linked.supplier, told, settings);
}

interface ToTell {
  readonly number?: string;
  readonly merged?: Merged;
  readonly held: SupplierValues;
  /** `yyyy-MM-dd`: the day of the reading of M3. */
  readonly asOf: string;
  readonly isFresh: boolean;
}

function toTell(view: SupplierView, { supplier, number }: Linked, settings: SupplierSettings): ToTell {
  const found = settings.companies
    .map((company) => ({ company, reading: wholeSupplierIn(view, company, number) }))
    .find(({ company, reading }) => reading?.value !== undefined && !linkedElsewhere(view, company, number));
  const whole = found?.reading?.value;
  if (found === undefined || whole === undefined) return { held: {}, asOf: '', isFresh: false };
  const { company, reading } = found;
  const isFresh = freshWhole(view, company, number, settings) !== undefined;
  const inCoupa = supplier.number?.trim() || (writtenSince(view)?.number ?? '');
  const common = {
    asOf: reading?.readAt.slice(0, 10) ?? '',
    isFresh,
    ...(inCoupa === '' && { number }),
  };
  const sides = bothSidesOf(view, { supplier, company, number, whole }, settings);
  if ('findings' in sides) return { ...common, held: {} };
  return { ...common, held: sides.value.coupa.values, merged: mergeSupplier(view, sides.value, settings) };
}

function tell(view: SupplierView, supplier: CoupaSupplier, told: ToTell, settings: SupplierSettings): Decision {
  const { number, merged, held, asOf } = told;
  const toCoupa = merged?.toCoupa ?? {};
  const translated = valuesToCoupa(toCoupa, mappingsOf(view, settings), held);
  // A value that has no word in Coupa yet keeps the number from nobody.
  const isKnown = 'value' in translated;
  if (!isKnown && number === undefined) return decideFindings(translated.findings, fixes);
  const before = writtenSince(view);
  const values = isKnown ? toCoupa : {};
  const target: CoupaTarget = {
    ...(number === undefined ? before?.number !== undefined && { number: before.number } : { number }),
    values: { ...before?.values, ...values },
    asOf,
  };
  const body = { ...(number !== undefined && { number }), ...(isKnown && translated.value) };
  const memory = coupaMemoryOf(view);
  const remembered: CoupaMemory = {
    ...memory,
    ...(merged && lostWith(memory, merged, 'coupa', view.now)),
    rounds: withWrites(view.askedBy === undefined ? memory?.rounds : undefined, 'coupa', values, view.now),
  };
  const lost = merged?.lost.filter(({ side }) => side === 'coupa') ?? [];
  return send(
    { system: 'coupa', kind: 'write', target, steps: [putSupplier(supplier.id, body)] },
    {
      memory: remembered,
      ...(lost.length > 0 && {
        because: {
          code: 'overwritten-by-owner',
          message: `Coupa is told what M3 holds, instead of ${lost.map(lostInWords).join('; ')}`,
        },
      }),
    },
  );
}

/** Changed fields only. It may be sent again: it says the same twice. */
const putSupplier = (id: string, body: CoupaInput): CoupaStep => ({
  id: putId,
  method: 'PUT',
  path: `/api/suppliers/${id}`,
  query: { fields: '["id","updated_at"]' },
  body,
  repeat: 'safe',
});

const putId = 'supplier';

/** When Coupa says that it was written, by its own clock: what a snapshot shows that is older than that is outdated. */
export function writtenAtBy({ steps }: Outcome): string | undefined {
  const record = steps.find(({ id }) => id === putId)?.records[0]?.[0];
  const writtenAt = record?.['updated-at'];
  return typeof writtenAt === 'string' ? writtenAt : undefined;
}
