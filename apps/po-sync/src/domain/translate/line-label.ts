import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';

/** How people know a line: by the number that Coupa shows, else by its place. */
export const labelOf = (line: CoupaOrderLine, index: number): string => `Line ${line['line-num'] ?? index + 1}`;
