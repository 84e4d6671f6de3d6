import { done, refused, send, type Decision } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { Reason } from '@sluice/shared/status';
import { decideFindings } from '@sluice/translation/decide-findings';
import type { Problem } from '@sluice/translation/translated';
import type { M3Input } from '../values/to-m3.js';
import { bothSidesOf } from './both-sides.js';
import { changeScript } from './change-script.js';
import { nameOf } from './field-in-words.js';
import { fixes } from './fixes.js';
import { lostInWords, lostWith, withWrites } from './lost-values.js';
import { conflictInWords, mergeSupplier, type Merged } from './merge-supplier.js';
import { mappingsOf, planSupplier } from './plan-supplier.js';
import type { WholeSupplier } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { madeIn, type CompanyMemory, type SupplierView } from './supplier-view.js';

export interface MetInM3 {
  readonly supplier: CoupaSupplier;
  readonly company: string;
  readonly number: string;
  readonly whole: WholeSupplier;
  /** When M3 was read; ISO 8601. */
  readonly readAt: string;
  readonly met: CompanyMemory;
}

/** A supplier that both systems hold: what M3 must be told, and what only a person can say. */
export function changeSupplier(view: SupplierView, one: MetInM3, settings: SupplierSettings): Decision {
  const { company, number, readAt, met } = one;
  const sides = bothSidesOf(view, one, settings);
  if ('findings' in sides) return { ...decideFindings(sides.findings, fixes), memory: met };
  const merged = mergeSupplier(view, sides.value, settings);
  const { today } = mappingsOf(view, settings).days;
  const memory: CompanyMemory = { ...met, agreed: merged.agreed };
  const { remarks, watches, addressName } = sides.value.coupa;
  const asked = { watches, ...(merged.questions.length > 0 && { questions: merged.questions }) };
  if (Object.keys(merged.toM3).length > 0) {
    const because = reasonOfWrite(merged);
    const script = changeScript(
      {
        company,
        number,
        held: sides.value.m3.values,
        changed: merged.toM3,
        keys: sides.value.m3.keys,
        defaults: defaultsLeft(view, one, settings),
        addressName,
        asOf: readAt.slice(0, 10),
        today: today.replaceAll('-', ''),
      },
      settings,
    );
    const remembered: CompanyMemory = {
      ...memory,
      ...lostWith(memory, merged, 'm3', view.now),
      rounds: withWrites(view.askedBy === undefined ? memory.rounds : undefined, 'm3', merged.toM3, view.now),
    };
    return send(script, { memory: remembered, ...asked, ...(because && { because }) });
  }
  const stopped = stoppedBy(merged);
  if (stopped !== undefined) return refused(stopped, { memory, ...asked });
  const because = remarksInWords(remarks);
  return done('Posted', { memory, ...asked, ...(because && { because }) });
}

/** What a person may want to know of a supplier that is as it should be. */
function remarksInWords(remarks: readonly Problem[]): Reason | undefined {
  const [first] = remarks;
  return first && { code: first.code, message: remarks.map(({ message }) => message).join('; ') };
}

/** What a template or a row of the group gives, of a supplier that was made and whose completion did not come about. */
function defaultsLeft(
  view: SupplierView,
  { supplier, company, number, met }: MetInM3,
  settings: SupplierSettings,
): M3Input {
  if (madeIn(view, company) !== number || met.agreed.name !== undefined) return {};
  const plan = planSupplier(view, supplier, settings);
  return 'value' in plan ? plan.value.group.defaults : {};
}

/** What is overwritten, as long as the write is on its way; the record keeps it. */
const reasonOfWrite = ({ lost }: Merged): Reason | undefined => {
  const inM3 = lost.filter(({ side }) => side === 'm3');
  return inM3.length === 0
    ? undefined
    : {
        code: 'overwritten-by-owner',
        message: `M3 is told what Coupa holds, instead of ${inM3.map(lostInWords).join('; ')}`,
      };
};

/** Everything that is not written, by itself or until a person says something. */
function stoppedBy({ conflicts, circling }: Merged): Reason | undefined {
  if (conflicts.length > 0)
    return {
      code: 'conflict',
      message: conflicts.map(conflictInWords).join('; '),
      fix: 'Answer the question with the system whose value counts: sluice records answer. Or make them equal in either system.',
    };
  if (circling.length === 0) return undefined;
  return {
    code: 'does-not-converge',
    message: `Written twice, or ten times within a day, and another value again each time: ${circling.map(nameOf).join(', ')}`,
    fix: 'Look what changes it back, in M3 or in Coupa: a rule, a person, another interface. Or let the other system own the field (SUPPLIER_FIELD_OWNERS). Then retry.',
  };
}
