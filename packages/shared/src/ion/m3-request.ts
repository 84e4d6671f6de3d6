import { isSealed, type SealedValue } from '../sealed.js';

/** One transaction with all values filled in, and where it belongs. */
export interface M3TransactionCall {
  readonly program: string;
  /** CONO, digits. Left out, M3 takes the company of the service user. */
  readonly company?: string;
  /** DIVI, where the transaction has to do with one division. */
  readonly division?: string;
  readonly transaction: string;
  /** A sealed value stays sealed here; only the request that is sent holds it open. */
  readonly record: Readonly<Record<string, string | SealedValue>>;
  /** The fields wanted back. */
  readonly returns: readonly string[];
  /** Those of them that are sealed as soon as they are here. */
  readonly sealsReturned?: readonly string[];
  /** Error codes that mean "there is no such record". */
  readonly absentCodes?: readonly string[];
  /** So many records or more may be only the first of a list that M3 has cut: that is no answer. */
  readonly mayBeCutFrom?: number;
  /** So many records at most are wanted; left out, all. */
  readonly recordsMax?: number;
}

export interface M3Request {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A bulk request has one program, company, division and limit of records; its transactions may differ. */
export const m3GroupOf = ({ program, company, division, recordsMax }: M3TransactionCall): string =>
  `${program}/${company ?? ''}/${division ?? ''}${recordsMax === undefined ? '' : `/${recordsMax}`}`;

/**
 * A bulk request of m3api-rest v2 for calls of one group. M3 reads the body as a stream, so `transactions` must be its
 * last property; `cono` is a number, all values are texts. Bulk also for a single transaction: a record in an address
 * would end up in logs and may be too long. `reveal` says what stands in the place of a sealed value.
 */
export function m3Request(
  url: string,
  calls: readonly M3TransactionCall[],
  reveal: (sealed: SealedValue) => string = nothingToReveal,
): M3Request {
  const [first] = calls;
  if (first === undefined) throw new RangeError('A request to M3 needs at least one transaction.');
  const body = {
    program: first.program,
    ...(first.company !== undefined && { cono: Number(first.company) }),
    ...(first.division !== undefined && { divi: first.division }),
    excludeEmptyValues: false,
    rightTrim: true,
    maxReturnedRecords: first.recordsMax ?? 0,
    transactions: calls.map(({ transaction, record, returns }) => ({
      transaction,
      record: Object.fromEntries(
        Object.entries(record).map(([field, value]) => [field, isSealed(value) ? reveal(value) : value]),
      ),
      ...(returns.length > 0 && { selectedColumns: returns }),
    })),
  };
  return {
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(body),
  };
}

function nothingToReveal({ of }: SealedValue): never {
  throw new RangeError(`The value of ${of} is sealed, and this request cannot unseal it.`);
}
