import type { DecimalText } from '@sluice/shared/decimal';

/** A purchase order as M3 must hold it: compared with what M3 has confirmed, so only what we own and nothing that varies. */
export interface OrderInM3 {
  readonly company: string;
  /** Empty where the company alone decides. */
  readonly division: string;
  /** Coupa's number, by which people and a search find the order in M3. */
  readonly reference: string;
  readonly supplier: string;
  readonly warehouse: string;
  readonly facility: string;
  /** Where the goods go instead of to the warehouse's own address. */
  readonly deliveryAddress?: AddressInM3;
  readonly orderType: string;
  readonly currency?: string;
  readonly paymentTerms?: string;
  /** M3's user who buys. */
  readonly buyer?: string;
  /** Dates are `yyyyMMdd`. */
  readonly orderDate?: string;
  readonly deliveryDate: string;
  readonly lines: readonly OrderLineInM3[];
}

export interface AddressInM3 {
  readonly name?: string;
  /** One to four. */
  readonly lines: readonly string[];
  readonly town: string;
  readonly postalCode?: string;
  readonly state?: string;
  readonly country?: string;
}

export interface OrderLineInM3 {
  readonly coupaLineId: string;
  /** Which of the lines that stand for this one of Coupa's, from 1, where it is split over several accounts. */
  readonly part?: number;
  /** Our own numbering, 1 to 999: Coupa's `line-num` is text and may have gaps. */
  readonly number: number;
  readonly item: string;
  /** Left out where the line goes to the warehouse of the order. */
  readonly warehouse?: string;
  readonly facility?: string;
  readonly quantity: DecimalText;
  readonly unit: string;
  readonly price: DecimalText;
  readonly deliveryDate: string;
  /** Left out where M3 finds it. */
  readonly taxCode?: string;
  readonly name?: string;
  readonly description?: string;
  /** What did not fit the description, in lines of 60. */
  readonly text?: readonly string[];
  readonly supplierItem?: string;
  /** Accounting dimensions 1 to 7, empty where there is none; left out when all are. */
  readonly dimensions?: readonly string[];
}

/** What tells a line of ours from the others: Coupa's line, and which part of it. */
export const lineKey = ({ coupaLineId, part }: Pick<OrderLineInM3, 'coupaLineId' | 'part'>): string =>
  `${coupaLineId}/${part ?? 0}`;

/**
 * What stands in for an order that M3 already held when we came to create it: its number, and more than one if the
 * reference was used twice. What it holds is read next and compared with what Coupa wants.
 */
export interface OrderFoundInM3 {
  readonly company: string;
  readonly division: string;
  readonly reference: string;
  readonly found: readonly string[];
}

/** What M3 has confirmed of an order: the target of a create, or what was found. */
export type ConfirmedOrder = OrderInM3 | OrderFoundInM3;
