import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import type { M3Field } from '@sluice/shared/m3/field';
import type { Findings } from './findings.js';

/** M3's accounting dimensions, in their order. */
export const dimensionFields = ['AIT1', 'AIT2', 'AIT3', 'AIT4', 'AIT5', 'AIT6', 'AIT7'] as const satisfies M3Field[];

/**
 * The account of a line as M3's accounting dimensions: the segments that the installation names, in that order.
 * `undefined` when it names none, or the line has none of them: M3's own rules then decide.
 * M3 takes one accounting string a line and no percentages, so a line split over several accounts is refused for now.
 */
export function accountingToM3(
  line: CoupaOrderLine,
  where: string,
  segments: readonly number[],
  findings: Findings,
): readonly string[] | undefined {
  const allocations = line['account-allocations'] ?? [];
  if (allocations.length > 1)
    return findings.refuse(
      'kind-not-yet-supported',
      `${where}, account-allocations: split over ${allocations.length} accounts`,
    );
  const account = line.account ?? allocations[0]?.account;
  const dimensions = segments.map((segment, index) => {
    const field = dimensionFields[index];
    const value = account?.[`segment-${segment}`];
    const text = typeof value === 'string' ? value.trim() : '';
    return field === undefined ? '' : (findings.fitting(`${where}, account.segment-${segment}`, text, field) ?? '');
  });
  return dimensions.some((dimension) => dimension !== '') ? dimensions : undefined;
}
