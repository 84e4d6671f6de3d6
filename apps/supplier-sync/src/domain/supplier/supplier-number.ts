import { done, refused, type Decision } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { Question } from '@sluice/shared/messages/question';
import { fitting } from '@sluice/translation/check-field';
import { decideFindings } from '@sluice/translation/decide-findings';
import { fixes } from './fixes.js';
import type { SupplierSettings } from './settings.js';
import { madeIn, type SupplierView } from './supplier-view.js';
import { lengthsOfTenant } from './tenant.js';

/** The number under which M3 knows the supplier, and who says so. */
export interface SupplierNumber {
  readonly number: string;
  /** `made`: we have made it in M3 under this number. */
  readonly by: 'coupa' | 'person' | 'made';
}

/** A supplier that has no number yet is a new one, or nothing can be done about it for now. */
export type NumberFound = SupplierNumber | { readonly isNew: true } | { readonly decision: Decision };

/**
 * Coupa's `number` is where the number of M3 lives. Until it is there, what a person has answered counts, and then what we
 * have made. Coupa's field takes 255 characters and M3's ten, and a number is never cut: a shortened key may be somebody
 * else's.
 */
export function findNumber(view: SupplierView, supplier: CoupaSupplier, settings: SupplierSettings): NumberFound {
  const inCoupa = supplier.number?.trim() ?? '';
  if (inCoupa !== '') return checked(view, { number: inCoupa, by: 'coupa' }, settings);
  const answer = view.answers(numberQuestionId).at(-1)?.answer.trim() ?? '';
  if (answer !== '' && !isNew(answer)) return checked(view, { number: answer, by: 'person' }, settings);
  const made = settings.companies.map((company) => madeIn(view, company)).find((number) => number !== undefined);
  if (made !== undefined) return { number: made, by: 'made' };
  if (supplier.status === 'draft') return { decision: draft };
  const mayBeMade = settings.sync !== 'link' && settings.numbers !== 'coupa';
  if (!mayBeMade) return { decision: isNew(answer) ? numbersNobody(supplier) : withoutNumber(supplier, settings) };
  return supplier.status === 'active' ? { isNew: true } : { decision: notInUse };
}

/** The question that links a supplier to one of M3's; "new" takes back the number that was answered before. */
const numberQuestionId = 'number';

/** Case and blanks are a person's. */
const isNew = (answer: string): boolean => answer.trim().toLowerCase() === 'new';

/** Where M3 has some that may be the one, a question of its own asks whether it is none of them. */
export const numberQuestion = ({ name }: CoupaSupplier, found?: 'matched'): Question => ({
  id: numberQuestionId,
  text: `Which supplier of M3 is ${name}? Answer with its number (SUNO)${found === 'matched' ? '' : ', or "new" where M3 has none yet'}.`,
  choices: [],
});

function checked(view: SupplierView, found: SupplierNumber, settings: SupplierSettings): NumberFound {
  const where = found.by === 'coupa' ? 'number' : 'answer to the question number';
  const fits = fitting(where, found.number, 'SUNO', lengthsOfTenant(view, settings));
  if ('value' in fits) return found;
  const decision = decideFindings(fits.findings, {
    ...fixes,
    'value-too-long': "Give the supplier M3's own number in Coupa; it is never cut.",
  });
  return { decision: { ...decision, ...asked(view, found) } };
}

/** A wrong answer may be replaced by another. */
const asked = ({ desired }: SupplierView, { by }: SupplierNumber): { readonly questions?: readonly Question[] } =>
  by === 'person' && desired !== undefined ? { questions: [numberQuestion(desired)] } : {};

const draft: Decision = done('Ignored', {
  because: { code: 'status-not-relevant', message: "Coupa's status is draft: not in use yet" },
});

/** What is not in use need not exist in M3. */
const notInUse: Decision = done('Ignored', {
  because: {
    code: 'status-not-relevant',
    message: 'Coupa has it as not active, and M3 has no such supplier: only active ones are made there',
  },
});

/** A person has said that M3 has none yet, and nobody is to number it. */
const numbersNobody = (supplier: CoupaSupplier): Decision =>
  refused(
    {
      code: 'supplier-unlinked',
      message: `number is empty, and ${supplier.name} was said to be new in M3: it is created there once it has a number`,
      fix: 'Give it a number in Coupa, in the field number, or let Sluice number new suppliers: M3_SUPPLIER_NUMBERS=own or m3-series.',
    },
    { questions: [numberQuestion(supplier)] },
  );

const withoutNumber = (supplier: CoupaSupplier, { sync }: SupplierSettings): Decision =>
  refused(
    {
      code: 'supplier-unlinked',
      message: `number is empty: it is not known which supplier of M3 ${supplier.name} is`,
      fix:
        "Give it M3's number, in the field number of the supplier in Coupa" +
        (sync === 'link' ? '' : ', or let Sluice number new suppliers: M3_SUPPLIER_NUMBERS') +
        '; waiting orders then go on by themselves.',
    },
    { questions: [numberQuestion(supplier)] },
  );
