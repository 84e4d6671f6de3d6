import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import type { HttpAnswer } from '@sluice/shared/http/exchange';
import { maskOf, withSealedReplaced, type SealedValue } from '@sluice/shared/sealed';
import type { Unresolvable } from '../protocol.js';

/**
 * Opens a sealed value. Throws a Failure where the key is missing, or where the value is not that of the document (its
 * key), if one is named.
 */
export type Unseal = (sealed: SealedValue, document?: string) => string;

/** Seals a value of `<type>/<id>#<field>`. Throws a Failure where there is no key. */
export type Seal = (of: string, value: string) => SealedValue;

/** Sealed values that were opened for one request: what each must look like on record. */
export type Revealed = ReadonlyMap<string, string>;

/** Why a sealed value of the calls cannot be opened for this document, asked before any of them is sent; or nothing. */
export function whyNotUnsealed(
  calls: readonly unknown[],
  unseal: Unseal,
  document: DocumentRef,
): Unresolvable | undefined {
  try {
    withSealedReplaced(calls, (sealed) => unseal(sealed, documentKey(document)));
    return undefined;
  } catch (thrown) {
    const { code, message } = Failure.from(thrown, 'request');
    return { unresolvable: message, code };
  }
}

/** How a request is encoded to be sent: what was opened for it is kept in mind. */
export function revealing(unseal: Unseal): {
  readonly reveal: (sealed: SealedValue) => string;
  readonly revealed: Revealed;
} {
  const revealed = new Map<string, string>();
  const reveal = (sealed: SealedValue): string => {
    const value = unseal(sealed);
    revealed.set(value, maskOf(sealed));
    return value;
  };
  return { reveal, revealed };
}

/** A system may repeat in its answer what it was sent. From here on the answer has the masks instead. */
export function maskAnswer(answer: HttpAnswer, revealed: Revealed): HttpAnswer {
  if (revealed.size === 0) return answer;
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, maskText(value, revealed)]);
  return { ...answer, headers: Object.fromEntries(headers), body: maskBody(answer.body, revealed) };
}

const jsonValue = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON stays JSON, also where a secret of digits is answered as a number. What is no JSON is treated as text. */
const maskBody = (body: string, revealed: Revealed): string =>
  maskText(
    body.replaceAll(jsonValue, (written) => {
      const value = textOf(written);
      const masked = revealed.get(value.trim()) ?? maskText(value, revealed);
      return masked === value ? written : JSON.stringify(masked);
    }),
    revealed,
  );

function textOf(written: string): string {
  if (!written.startsWith('"')) return written;
  try {
    return JSON.parse(written) as string;
  } catch {
    return written.slice(1, -1);
  }
}

/** Shorter values would be found in words that have nothing to do with them; whole fields that equal one are masked all the same. */
const lengthMin = 4;

function maskText(text: string, revealed: Revealed): string {
  let masked = text;
  for (const [value, mask] of revealed)
    if (value.length >= lengthMin)
      for (const written of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]))
        masked = masked.replaceAll(written, mask);
  return masked;
}
