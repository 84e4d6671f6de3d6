import type { Lookup, Ref } from '@sluice/reconciler/decision';
import type { FailureCode } from '@sluice/shared/failure-codes';
import { type M3Field, m3Fields } from '@sluice/shared/m3/field';
import { mappingKey, type Mapping, mappingValues, type MappingTable } from '@sluice/shared/messages/mapping';
import { dayOf, mappedOn, type Days } from './mapped-on.js';
import type { Reason } from '@sluice/shared/status';
import type { z } from 'zod';
import { lengthOf } from './text-to-m3.js';

export interface Problem {
  readonly code: FailureCode;
  /** Names the line and the field. */
  readonly message: string;
}

/** So many problems are listed one by one; a status must stay readable, and below its topic's size. */
const listedMax = 20;

/** All that stands between an order and M3, gathered in one go so that a person sees everything at once. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly missing: Ref[] = [];
  /** Keys that are there and say no: a newer value may say yes. */
  readonly watched: Ref[] = [];
  /** What a person calls the row of a mapping that each of these keys stands for. */
  readonly #rows = new Map<string, string>();
  /** What is said of the order's supplier where its link is missing. */
  #unlinked: string | undefined;
  readonly #validFrom = new Map<string, string>();

  constructor(private readonly days: Days) {}

  /** When the first row that is not valid yet becomes so. */
  get until(): string | undefined {
    return [...this.#validFrom.values()].toSorted()[0];
  }

  refuse(code: FailureCode, message: string): undefined {
    this.problems.push({ code, message });
  }

  /** A supplier without a link to M3, or to one of its companies. */
  awaitsSupplier(ref: Ref, company?: string): undefined {
    const place = company === undefined ? 'M3' : `company ${company} of M3`;
    this.#unlinked = `Supplier ${ref.key} is not linked to ${place} yet`;
    this.#awaits(ref);
  }

  #awaits(ref: Ref): undefined {
    if (!this.missing.some(({ topic, key }) => topic === ref.topic && key === ref.key)) this.missing.push(ref);
  }

  /** The text, or a problem when there is none. */
  needed<Text extends string>(where: string, text: Text | undefined): Text | undefined {
    return text === undefined || text.trim() === '' ? this.refuse('value-missing', `${where} is empty`) : text;
  }

  /** The value if M3's field takes it whole. */
  fitting<Text extends string>(where: string, value: Text | undefined, field: M3Field): Text | undefined {
    if (value === undefined || lengthOf(value) <= m3Fields[field].length) return value;
    const { length, meaning } = m3Fields[field];
    return this.refuse(
      'value-too-long',
      `${where}: "${value}" has ${lengthOf(value)} characters, M3's ${meaning} (${field}) takes ${length}`,
    );
  }

  /** What a mapping table says for a key; a row that is missing, removed, malformed or not valid yet is waited for. */
  mapped<Table extends MappingTable>(
    lookup: (topic: 'mapping.v1', key: string) => Lookup<Mapping>,
    table: Table,
    key: string,
  ): z.infer<(typeof mappingValues)[Table]> | undefined {
    const { ref, value } = lookup('mapping.v1', mappingKey(table, key));
    const on = value === undefined || value.removed === true ? undefined : mappedOn(value, this.days);
    const parsed = on !== undefined && 'value' in on ? mappingValues[table].safeParse(on.value) : undefined;
    if (parsed?.success === true) return parsed.data as z.infer<(typeof mappingValues)[Table]>;
    const validFrom = on !== undefined && 'validFrom' in on ? on.validFrom : undefined;
    if (validFrom !== undefined) this.#validFrom.set(ref.key, validFrom);
    const until = validFrom === undefined ? '' : ` before ${dayOf(validFrom, this.days.timeZone)}`;
    const alike = value === undefined ? caseVariants(key).find((one) => isThere(lookup, table, one)) : undefined;
    const hint = alike === undefined ? '' : ` (only the case differs: ${alike})`;
    this.#rows.set(ref.key, `${table} ${key}${until}${hint}`);
    return this.#awaits(ref);
  }

  /** All problems as one reason, under the code of the first; what is missing as well is named too. */
  refusal(): Reason {
    return reasonOf([...this.problems, ...this.#absences()]);
  }

  /** Everything that is waited for, as one reason. */
  absence(): Reason {
    const fixes = [
      this.#rows.size > 0 && 'Import a row: sluice mappings import FILE (columns: sluice mappings import --help)',
      this.#unlinked !== undefined && "Give the supplier M3's number in Coupa; the order then goes on by itself.",
    ];
    return {
      code: this.#rows.size > 0 ? 'mapping-missing' : 'supplier-unlinked',
      message: this.#absences()
        .map(({ message }) => message)
        .join('; '),
      fix: fixes.filter((fix) => fix !== false).join('. '),
    };
  }

  #absences(): Problem[] {
    const problems: Problem[] = [];
    const rows = [...this.#rows.values()];
    if (rows.length > 0) problems.push({ code: 'mapping-missing', message: `No mapping for ${listed(rows, ', ')}` });
    if (this.#unlinked !== undefined) problems.push({ code: 'supplier-unlinked', message: this.#unlinked });
    return problems;
  }
}

/** How else people write a code. Replicas are looked up by their whole key, so only what can be guessed is found. */
const caseVariants = (key: string): string[] => {
  const lower = key.toLowerCase();
  const capitals = lower.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());
  const variants = new Set([key.toUpperCase(), lower, capitals]);
  return [...variants].filter((variant) => variant !== key);
};

function isThere(
  lookup: (topic: 'mapping.v1', key: string) => Lookup<Mapping>,
  table: MappingTable,
  key: string,
): boolean {
  const { value } = lookup('mapping.v1', mappingKey(table, key));
  return value !== undefined && value.removed !== true;
}

/** Several problems as one reason, under the code of the first. */
export function reasonOf(problems: readonly Problem[]): Reason {
  const code = problems[0]?.code ?? 'unexpected';
  const fix = fixes[code];
  return {
    code,
    message: listed(
      problems.map(({ message }) => message),
      '; ',
    ),
    ...(fix !== undefined && { fix }),
  };
}

const listed = (texts: readonly string[], separator: string): string =>
  texts.length <= listedMax
    ? texts.join(separator)
    : `${texts.slice(0, listedMax).join(separator)}${separator}and ${texts.length - listedMax} more`;

const fixes: Partial<Record<FailureCode, string>> = {
  'value-missing': 'Fill it in in Coupa; the changed order is decided again by itself.',
  'value-too-long': 'Shorten it in Coupa, or map it to a shorter one; it is never cut.',
  'decimals-too-fine': 'Order a quantity that the unit allows, or correct the decimals of the unit in its mapping.',
  'date-past': 'Correct the date in Coupa, or let such lines go as they are: M3_PAST_DATES=send.',
  'lines-too-many': 'Split the order in Coupa.',
  'companies-mixed':
    'Order for each company separately, or correct the mapping of the charts of accounts or of the warehouses.',
  'supplier-blocked': 'Release the supplier in M3; the order goes on by itself once that was seen there.',
  'kind-not-yet-supported': 'Enter this order in M3 by hand, then ignore it here.',
  'change-not-yet-supported': 'Make the same change in M3 by hand, or take it back in Coupa.',
  'not-usable-in-m3':
    'Mend it in M3, in Coupa or in a mapping; it is looked at again by itself, or at once by a retry.',
  unreadable: 'Correct it in Coupa; the changed order is decided again by itself.',
};
