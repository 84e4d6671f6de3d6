import { comparableCode, comparableName } from './comparable-name.js';
import { nameLengthOfM3 } from './score-pair.js';
import type { CoupaSupplier, M3Supplier } from './unlinked-supplier.js';

/** Suppliers of one system that may be one and the same, or that M3 could not tell apart, and why. */
export interface Alike {
  readonly why: string;
  readonly suppliers: readonly (CoupaSupplier | M3Supplier)[];
}

/**
 * Within each system, before anything is linked: who has the tax id of another, and whose name is another's but for its legal
 * form. Two companies of M3's may hold the same supplier.
 */
export function findDuplicates(coupa: readonly CoupaSupplier[], m3: readonly M3Supplier[]): Alike[] {
  const systems = [
    { where: 'Coupa', suppliers: coupa as readonly (CoupaSupplier | M3Supplier)[] },
    ...[...Map.groupBy(m3, ({ company }) => company)].map(([company, suppliers]) => ({
      where: `M3 ${company}`,
      suppliers: suppliers as readonly (CoupaSupplier | M3Supplier)[],
    })),
  ];
  return systems.flatMap(({ where, suppliers }) => [
    ...groups(suppliers, ({ taxId = '' }) => comparableCode(taxId)).map((alike) => ({
      why: `${where}: the same tax id`,
      suppliers: alike,
    })),
    ...groups(suppliers, ({ name }) => comparableName(name).text).map((alike) => ({
      why: `${where}: the same name`,
      suppliers: alike,
    })),
  ]);
}

/** Names of Coupa’s that differ only behind the last character that M3’s field holds. */
export const findEqualWhenShort = (coupa: readonly CoupaSupplier[]): Alike[] =>
  groups(coupa, ({ name }) => name.slice(0, nameLengthOfM3).trim().toLowerCase())
    .filter((suppliers) => new Set(suppliers.map(({ name }) => name.trim().toLowerCase())).size > 1)
    .map((suppliers) => ({ why: `the same first ${nameLengthOfM3} characters`, suppliers }));

const groups = <Of>(all: readonly Of[], keyOf: (one: Of) => string): Of[][] =>
  [...Map.groupBy(all, keyOf)].flatMap(([key, group]) => (key === '' || group.length < 2 ? [] : [group]));
