import type { Domain } from '@sluice/reconciler/decision';
import type { CoupaOrderLine, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { addDecimals } from '@sluice/shared/decimal';

type Highlights = NonNullable<ReturnType<Domain<CoupaPurchaseOrder>['describe']>['highlights']>;

/** An order of a thousand lines is looked at in Coupa or M3. */
const linesMax = 20;

/** Characters of a description. */
const descriptionMax = 60;

/** What a person wants to know first of an order: from whom, for how much, and what. */
export function orderHighlights(order: CoupaPurchaseOrder, supplierInM3: string | undefined): Highlights {
  const { supplier, 'order-lines': lines = [] } = order;
  const currency = order.currency?.code;
  const total = totalOf(lines);
  return [
    ...(supplier === undefined ? [] : [{ label: 'Supplier', text: supplierText(supplier, supplierInM3) }]),
    ...(total === undefined ? [] : [{ label: 'Total', text: withUnit(total, currency) }]),
    ...lines.slice(0, linesMax).map((line, index) => ({
      label: `Line ${line['line-num'] ?? index + 1}`,
      text: lineText(line, currency),
    })),
    ...(lines.length > linesMax
      ? [{ label: 'Lines', text: `${lines.length - linesMax} more are not shown here` }]
      : []),
  ];
}

function supplierText({ id, name }: { id: string; name?: string | undefined }, inM3: string | undefined): string {
  const numbers = [`${id} in Coupa`, ...(inM3 === undefined ? [] : [`${inM3} in M3`])].join(', ');
  return name === undefined ? numbers : `${name} (${numbers})`;
}

const isCancelled = ({ status }: CoupaOrderLine): boolean => status === 'cancelled' || status === 'canceled';

/** Of the lines that are ordered; nothing where Coupa does not say the total of each. */
function totalOf(lines: readonly CoupaOrderLine[]): string | undefined {
  const totals = lines.filter((line) => !isCancelled(line)).map(({ total }) => total);
  const known = totals.filter((total) => total !== undefined);
  return known.length > 0 && known.length === totals.length ? addDecimals(known) : undefined;
}

function lineText(line: CoupaOrderLine, currency: string | undefined): string {
  const { quantity, uom, price, total, description, 'need-by-date': needBy } = line;
  const what = [line.item?.['item-number'], shortened(description)].filter((part) => part !== undefined && part !== '');
  return [
    ...(isCancelled(line) ? ['cancelled in Coupa'] : []),
    what.join(' ') || 'without a description',
    ...(quantity === undefined ? [] : [withUnit(quantity, uom?.code)]),
    ...(price === undefined ? [] : [`at ${withUnit(price, currency)}`]),
    ...(total === undefined ? [] : [`= ${withUnit(total, currency)}`]),
    ...(needBy === undefined ? [] : [`for ${needBy.slice(0, 10)}`]),
  ].join(' · ');
}

function shortened(description: string | undefined): string | undefined {
  const letters = Array.from(description ?? '');
  return letters.length > descriptionMax ? `${letters.slice(0, descriptionMax).join('')}…` : description;
}

const withUnit = (value: string, unit: string | undefined): string => (unit === undefined ? value : `${value} ${unit}`);
