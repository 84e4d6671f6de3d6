import { done, refused, type Decision } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { m3Fields } from '@sluice/shared/m3/field';

/**
 * The number under which M3 knows the supplier, as Coupa holds it. Coupa's field takes 255 characters and M3's ten, and a
 * number is never cut: a shortened key may be somebody else's.
 */
export function checkNumber(supplier: CoupaSupplier): { readonly number: string } | { readonly decision: Decision } {
  const number = supplier.number?.trim() ?? '';
  if (number === '') return { decision: withoutNumber(supplier) };
  const length = Array.from(number).length;
  const longest = m3Fields.SUNO.length;
  if (length <= longest) return { number };
  return {
    decision: refused({
      code: 'value-too-long',
      message: `number: "${number}" has ${length} characters, M3's ${m3Fields.SUNO.meaning} takes ${longest}`,
      fix: "Give the supplier M3's own number in Coupa; it is never cut.",
    }),
  };
}

function withoutNumber(supplier: CoupaSupplier): Decision {
  if (supplier.status === 'draft')
    return done('Ignored', {
      because: { code: 'status-not-relevant', message: "Coupa's status is draft: not in use yet" },
    });
  return refused({
    code: 'supplier-unlinked',
    message: `number is empty: it is not known which supplier of M3 ${supplier.name} is`,
    fix: "Give it M3's number, in the field number of the supplier in Coupa; waiting orders then go on by themselves.",
  });
}
