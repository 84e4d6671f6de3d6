import type { Decision } from '@sluice/reconciler/decision';
import type { FailureCode } from '@sluice/shared/failure-codes';
import type { Reason } from '@sluice/shared/status';
import type { Findings, MissingReference, Problem } from './translated.js';

/** A person must act, with the single problems of which the reason is made. */
export type Refusal = Extract<Decision, { decision: 'refused' }> & { readonly problems: readonly Problem[] };

type Wait = Extract<Decision, { decision: 'waiting' }>;

/** What a person can do about each code. */
export type Fixes = Readonly<Partial<Record<FailureCode, string>>>;

/**
 * The decision about a document that findings stop: what a person must correct comes before what is waited for. A key
 * that is missing decides again when it comes; one that is not valid yet, when its day comes.
 */
export function decideFindings({ problems, missing, watched }: Findings, fixes: Fixes): Refusal | Wait {
  const refs = missing.map(({ ref }) => ref);
  // With nothing missing there is nothing that could end a wait.
  if (problems.length > 0 || missing.length === 0) {
    const on = [...refs, ...watched];
    return { ...refusedFor([...problems, ...absences(missing)], fixes), problems, ...(on.length > 0 && { on }) };
  }
  const [until] = missing.flatMap(({ validFrom }) => validFrom ?? []).toSorted();
  return {
    decision: 'waiting',
    on: refs,
    because: absenceOf(missing, fixes),
    ...(until !== undefined && { until }),
  };
}

/** Several problems as one refusal. */
export const refusedFor = (problems: readonly Problem[], fixes: Fixes): Refusal => ({
  decision: 'refused',
  because: reasonOf(problems, fixes),
  problems,
});

/** What can be done about findings that documents of every type may have; `noun` is what people call the document. */
export const commonFixes = (noun: string): Fixes => ({
  'mapping-missing': 'Import a row: sluice mappings import FILE (columns: sluice mappings import --help)',
  'supplier-unlinked': `Give the supplier M3's number in Coupa; the ${noun} then goes on by itself.`,
  'value-missing': `Fill it in in Coupa; the changed ${noun} is decided again by itself.`,
  'value-negative': `Correct it in Coupa; the changed ${noun} is decided again by itself.`,
  'split-incomplete': `Complete the accounts of the line in Coupa; the changed ${noun} is decided again by itself.`,
  'value-too-long': 'Shorten it in Coupa, or map it to a shorter one; it is never cut.',
  'kind-not-yet-supported': `Enter this ${noun} in M3 by hand, then ignore it here.`,
  'change-not-yet-supported': 'Make the same change in M3 by hand, or take it back in Coupa.',
  'not-usable-in-m3':
    'Mend it in M3, in Coupa or in a mapping; it is looked at again by itself, or at once by a retry.',
  unreadable: `Correct it in Coupa; the changed ${noun} is decided again by itself.`,
});

/** Several problems as one reason, under the code of the first. */
function reasonOf(problems: readonly Problem[], fixes: Fixes): Reason {
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

/** Everything that is waited for, as one reason. */
export function absenceOf(missing: readonly MissingReference[], fixes: Fixes): Reason {
  const absent = absences(missing);
  const [rows, others] = [missing.filter(isMappingRow), missing.filter((one) => !isMappingRow(one))];
  const advice = new Set([...rows, ...others].flatMap(({ code, fix }) => fix ?? fixes[code] ?? []));
  return {
    code: absent[0]?.code ?? 'unexpected',
    message: absent.map(({ message }) => message).join('; '),
    ...(advice.size > 0 && { fix: [...advice].join('. ') }),
  };
}

const isMappingRow = ({ code }: MissingReference): boolean => code === 'mapping-missing';

/** All missing rows of mappings in one sentence, and one for each other reference. */
function absences(missing: readonly MissingReference[]): Problem[] {
  const rows = missing.filter(isMappingRow).map(({ label }) => label);
  const others = missing.filter((one) => !isMappingRow(one));
  return [
    ...(rows.length === 0
      ? []
      : [{ code: 'mapping-missing' as const, message: `No mapping for ${listed(rows, ', ')}` }]),
    ...others.map(({ code, label }) => ({ code, message: label })),
  ];
}

/** So many are listed one by one; a status must stay readable, and below its topic's size. */
const listedMax = 20;

const listed = (texts: readonly string[], separator: string): string =>
  texts.length <= listedMax
    ? texts.join(separator)
    : `${texts.slice(0, listedMax).join(separator)}${separator}and ${texts.length - listedMax} more`;
