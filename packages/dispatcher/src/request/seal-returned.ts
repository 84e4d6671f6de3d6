import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { Failure } from '@sluice/shared/failure';
import type { CallResult, ReturnedRecord } from '@sluice/shared/http/classified';
import { isSealed, maskOf, type SealedValue } from '@sluice/shared/sealed';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { FieldPath, GatewayCommand } from '../protocol.js';
import type { Ended, EndedRequest } from './ended-request.js';
import type { OutgoingRequest } from './outgoing-request.js';
import type { Seal } from './sealed-values.js';

/**
 * The end of a request with what its calls want sealed as sealed values of the document that asks. The answer goes on
 * record as what was understood of it: its own text holds those values, and where it was not understood nobody knows where.
 */
export function sealReturned<Command extends GatewayCommand, Call>(
  { protocol, seal }: Pick<DispatcherContext<Command, Call>, 'protocol' | 'seal'>,
  { calls, parts }: Pick<OutgoingRequest<Call>, 'calls' | 'parts'>,
  request: EndedRequest,
): EndedRequest {
  const fields = calls.map((call) => protocol.sealedFieldsOf?.(call) ?? []);
  const { answer, ended } = request;
  if (answer === undefined || fields.every((paths) => paths.length === 0)) return request;
  const owners = parts.flatMap(({ document, positions }) => positions.map(() => document));
  const kept: Ended =
    ended.kind === 'results'
      ? {
          ...ended,
          results: ended.results.map((result, index) =>
            sealedResult(result, { fields: fields[index] ?? [], document: owners[index] ?? '', seal }),
          ),
        }
      : withoutWords(ended, answer.status);
  const body = kept.kind === 'results' ? { results: kept.results } : { message: kept.message };
  return { ...request, ended: kept, answer: { ...answer, body: JSON.stringify(body) } };
}

interface SealedWith {
  readonly fields: readonly FieldPath[];
  readonly document: string;
  readonly seal: Seal;
}

function sealedResult(result: CallResult, { fields, document, seal }: SealedWith): CallResult {
  if (result.state !== 'ok') return result;
  try {
    return { state: 'ok', records: result.records.map((record) => sealRecord(record, { fields, document, seal })) };
  } catch (thrown) {
    const { code, message } = Failure.from(thrown, 'answer');
    return { state: 'nok', refusal: { code, message } };
  }
}

/** The values are sealed at their places; where one is repeated in another text of the record, there stands its mask. */
function sealRecord(record: ReturnedRecord, { fields, document, seal }: SealedWith): ReturnedRecord {
  const masks = new Map<string, string>();
  let sealed: unknown = record;
  for (const path of fields)
    sealed = changedAt(sealed, path, (value) => {
      if (isSealed(value) || value === null || value === undefined || value === '') return value;
      const written = typeof value === 'string' ? value : JSON.stringify(value);
      const account = sealAccount(seal, `${document}#${path.join('.')}`, written);
      masks.set(plainAccount(written), maskOf(account));
      return account;
    });
  return masks.size === 0 ? record : (withMasks(sealed, masks) as ReturnedRecord);
}

function changedAt(value: unknown, [name, ...rest]: FieldPath, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value))
    return value.map((one) => changedAt(one, name === undefined ? [] : [name, ...rest], change));
  if (name === undefined) return change(value);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value;
  return { ...value, [name]: changedAt((value as Record<string, unknown>)[name], rest, change) };
}

/** Shorter values would be found in words that have nothing to do with them. */
const lengthMin = 6;

function withMasks(value: unknown, masks: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    let text = value;
    for (const [plain, mask] of masks)
      if (plain.length >= lengthMin) text = text.replaceAll(howeverWritten(plain), mask);
    return text;
  }
  if (Array.isArray(value)) return value.map((one) => withMasks(one, masks));
  if (typeof value !== 'object' || value === null || isSealed(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withMasks(one, masks)]));
}

/** The characters of an account number in any case, with blanks and hyphens anywhere between them. */
const howeverWritten = (plain: string): RegExp =>
  new RegExp([...plain].map((character) => character.replace(/[^A-Za-z0-9]/u, '\\$&')).join('[\\s-]{0,3}'), 'gi');

/** A client quotes the beginning of what it cannot read: of a document that may be the very value. Errors come without one. */
const withoutWords = (ended: Exclude<Ended, { kind: 'results' }>, status: number): typeof ended =>
  status >= 300
    ? ended
    : {
        ...ended,
        message: `the answer (HTTP ${status}) cannot be read; its text is not kept, as it may hold values that are sealed`,
      };

/**
 * Seals an account number. Blanks, hyphens and small letters are ways of writing it, so that they make no other number:
 * sealed is the form in which systems take an IBAN. What its form says of it is told beside, as nobody can look later.
 */
function sealAccount(seal: Seal, of: string, written: string): SealedValue {
  const account = plainAccount(written);
  const [country] = /^[A-Z]{2}(?=\d{2})/.exec(account) ?? [];
  return {
    ...seal(of, account),
    iban: { ...(country !== undefined && { country }), isValid: isValidIBAN(account) },
  };
}

/** As one word of capitals and digits. */
const plainAccount = (written: string): string => electronicFormatIBAN(written.replaceAll(/\s/g, '')) ?? '';
