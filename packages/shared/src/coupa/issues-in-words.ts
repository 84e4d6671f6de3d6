import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** So many are said one by one, and so much of a value is shown. */
const issuesMax = 10;
const valueMax = 60;

/**
 * What is not as expected in a document of Coupa's, as a person finds it there: the line by the number that Coupa shows,
 * the field, the value that stands in it, and what is wrong with it.
 */
export function issuesInWords({ issues }: { readonly issues: readonly Issue[] }, document: unknown): string {
  const words = [...new Set(issues.flatMap(single).map((issue) => inWords(issue, document)))];
  const more = words.length > issuesMax ? `; and ${words.length - issuesMax} more` : '';
  return `${words.slice(0, issuesMax).join('; ')}${more}`;
}

/** Of a choice of shapes, the issues of the one that the value comes nearest to: those that lie deepest, then the fewest. */
function single(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const choices = issue.errors.map((issues) => issues.flatMap(single));
  const [nearest] = choices.toSorted((left, right) => depthOf(right) - depthOf(left) || left.length - right.length);
  // What is told of the value as a whole is told best in the words of the choice itself.
  if (nearest === undefined || depthOf(nearest) === 0) return [issue];
  return nearest.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

const depthOf = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

function inWords({ path, message, ...issue }: Issue, document: unknown): string {
  const value = valueAt(document, path);
  const wrong = issue.code === 'invalid_type' ? wrongType(value, issue.expected) : message;
  return [`${placeOf(path, document)}:`, ...(value === undefined ? [] : [shown(value)]), wrong].join(' ');
}

const wrongType = (value: unknown, expected: string): string =>
  value === undefined ? 'is missing' : `is ${kindOf(value)}, expected ${article(expected)}`;

const article = (expected: string): string =>
  ({ object: 'an object', array: 'a list', string: 'a text', boolean: 'true or false' })[expected] ?? `a ${expected}`;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : article(typeof value);
}

/** `Line 7, uom.code`; a field of the head by its path alone. */
function placeOf(path: readonly PropertyKey[], document: unknown): string {
  const [first, second, ...rest] = path;
  if (typeof first === 'string' && first.endsWith('-lines') && typeof second === 'number') {
    const line = valueAt(document, [first, second]);
    const number =
      typeof line === 'object' && line !== null ? (line as Record<string, unknown>)['line-num'] : undefined;
    const name = typeof number === 'string' || typeof number === 'number' ? number : second + 1;
    return `Line ${name}${rest.length === 0 ? '' : `, ${dotted(rest)}`}`;
  }
  return path.length === 0 ? 'The document' : dotted(path);
}

/** Places in a list are counted from 1, as people do. */
const dotted = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? ` ${part + 1}` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
    .trim();

function valueAt(value: unknown, [first, ...deeper]: readonly PropertyKey[]): unknown {
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return undefined;
  return valueAt((value as Record<PropertyKey, unknown>)[first], deeper);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  const characters = Array.from(text);
  return characters.length <= valueMax ? text : `${characters.slice(0, valueMax).join('')}…`;
}
