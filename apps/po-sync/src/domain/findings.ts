import type { Looked, Ref } from '@sluice/reconciler/decision';
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
  /** What a person sees beside each key that is there and not valid yet. */
  readonly #validFrom = new Map<string, string>();

  constructor(private readonly days: Days) {}

  /** When the first row that is not valid yet becomes so. */
  get until(): string | undefined {
    return [...this.#validFrom.values()].toSorted()[0];
  }

  refuse(code: FailureCode, message: string): undefined {
    this.problems.push({ code, message });
  }

  awaits(ref: Ref): undefined {
    if (!this.missing.some(({ topic, key }) => topic === ref.topic && key === ref.key)) this.missing.push(ref);
  }

  /** The text, or a problem when there is none. */
  needed(where: string, text: string | undefined): string | undefined {
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
    look: (topic: 'mapping.v1', key: string) => Looked<Mapping>,
    table: Table,
    key: string,
  ): z.infer<(typeof mappingValues)[Table]> | undefined {
    const { ref, value } = look('mapping.v1', mappingKey(table, key));
    const on = value === undefined || value.removed === true ? undefined : mappedOn(value, this.days);
    if (on !== undefined && 'validFrom' in on) this.#validFrom.set(ref.key, on.validFrom);
    const parsed = on !== undefined && 'value' in on ? mappingValues[table].safeParse(on.value) : undefined;
    return parsed?.success === true ? (parsed.data as z.infer<(typeof mappingValues)[Table]>) : this.awaits(ref);
  }

  /** All problems as one reason, under the code of the first; keys that are missing as well are named too. */
  refusal(): Reason {
    const missing = this.missing.map(({ topic, key }) => `${topic}/${key} is missing too`);
    return reasonOf([...this.problems, ...missing.map((message) => ({ code: 'mapping-missing', message }) as const)]);
  }

  /** Everything that is waited for, as one reason. */
  absence(): Reason {
    const keys = this.missing.map(({ topic, key }) => {
      const validFrom = this.#validFrom.get(key);
      return `${topic}/${key}${validFrom === undefined ? '' : ` (valid from ${dayOf(validFrom, this.days.timeZone)})`}`;
    });
    const unlinked = this.missing.every(({ topic }) => topic === 'xref.supplier.v1');
    return {
      code: unlinked ? 'supplier-unlinked' : 'mapping-missing',
      message: `M3's words are not known for ${listed(keys, ', ')}`,
      fix: unlinked
        ? "Give the supplier M3's number in Coupa; the order then goes on by itself."
        : 'Add what is missing; the order then goes on by itself.',
    };
  }
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
  'lines-too-many': 'Split the order in Coupa.',
  'companies-mixed': 'Order for each company separately, or correct the mapping of the charts of accounts.',
  'supplier-blocked': 'Release the supplier in M3; the order goes on by itself once that was seen there.',
  'kind-not-yet-supported': 'Enter this order in M3 by hand, then ignore it here.',
  'change-not-yet-supported': 'Make the same change in M3 by hand, or take it back in Coupa.',
  'not-usable-in-m3':
    'Mend it in M3, in Coupa or in a mapping; it is looked at again by itself, or at once by a retry.',
  unreadable: 'Correct it in Coupa; the changed order is decided again by itself.',
};
