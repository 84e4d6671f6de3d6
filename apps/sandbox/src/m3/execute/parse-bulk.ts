import { z } from 'zod';
import { DATE_FORMATS } from '../date-format.js';
import {
  DEFAULT_MAX_RECORDS,
  MalformedRequest,
  trimsByDefault,
  type ExecuteRequest,
  type RestVersion,
} from './execute-request.js';

const BulkRequest = z
  .strictObject({
    program: z.string().min(1),
    cono: z.number().int().min(1).max(999).optional(),
    divi: z.string().max(3).optional(),
    excludeEmptyValues: z.boolean().default(false),
    rightTrim: z.boolean().optional(),
    maxReturnedRecords: z.number().int().min(0).default(DEFAULT_MAX_RECORDS),
    extendedResult: z.boolean().default(false),
    dateFormat: z.enum(DATE_FORMATS).default('YMD8'),
    returnSystemFields: z.literal(false).optional(),
    transactions: z
      .array(
        z.strictObject({
          transaction: z.string().min(1),
          record: z.record(z.string(), z.string('every value is text')).default({}),
          selectedColumns: z.array(z.string()).default([]),
        }),
      )
      .min(1),
  })
  .refine((body) => !body.divi || body.cono !== undefined, 'divi is valid only with cono');

/**
 * Reads the body of a bulk request. M3 streams it, so that `transactions` must be its last property; company is a number,
 * every value of a record is text.
 *
 * @throws {MalformedRequest}
 */
export function parseBulk(body: string, version: RestVersion = 'v2'): ExecuteRequest {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    throw new MalformedRequest('The body is no JSON.');
  }
  const parsed = BulkRequest.safeParse(raw);
  if (!parsed.success) throw new MalformedRequest(z.prettifyError(parsed.error));
  if (Object.keys(raw as object).at(-1) !== 'transactions') {
    throw new MalformedRequest('transactions must be the last property: the body is read as a stream.');
  }
  const { rightTrim = trimsByDefault(version) } = parsed.data;
  return { ...parsed.data, rightTrim, version, transport: 'bulk', metadata: false };
}
