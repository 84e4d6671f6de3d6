import { z } from 'zod';
import { DATE_FORMATS } from '../date-format.js';
import {
  DEFAULT_MAX_RECORDS,
  describesByDefault,
  MalformedRequest,
  trimsByDefault,
  type ExecuteRequest,
  type RestVersion,
} from './execute-request.js';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The options by the spellings in use: Infor's SDK writes `excludempty`, other clients `excludeempty`. */
const Options = z
  .strictObject({
    cono: z.coerce.number().int().min(1).max(999).optional(),
    divi: z.string().max(3).optional(),
    maxrecs: z.coerce.number().int().min(0).default(DEFAULT_MAX_RECORDS),
    excludempty: flag.optional(),
    excludeempty: flag.optional(),
    returncols: z.string().default(''),
    righttrim: flag.optional(),
    extendedresult: flag.default(false),
    dateformat: z.enum(DATE_FORMATS).default('YMD8'),
    metadata: flag.optional(),
    returnSystemFields: z.literal('false').optional(),
    /** This M3 answers in JSON alone, and its words, places and times do not depend on the caller. */
    format: z.stringFormat('JSON', /^json$/i).optional(),
    lanc: z.string().max(2).optional(),
    locale: z.string().optional(),
    timeZone: z.string().optional(),
  })
  .refine((options) => !options.divi || options.cono !== undefined, 'divi is valid only with cono');

const isOption = (name: string): boolean => Object.hasOwn(Options.shape, name);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new MalformedRequest(`"${text}" is not URL-encoded.`);
  }
}

/** `GetBasicData;cono=100;maxrecs=0`: a path segment with matrix parameters. */
function parseMatrix(segment: string): { name: string; options: [string, string][] } {
  const [name = '', ...parts] = segment.split(';').map(decode);
  const options = parts.map((part): [string, string] => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
  });
  return { name, options };
}

/**
 * Reads a single call: program, transaction and options from the path, input from the query. Options may stand in the
 * query too; names with a leading underscore are the client's own (a random number against caches) and not looked at.
 *
 * @throws {MalformedRequest}
 */
export function parseSingle(
  program: string,
  segment: string,
  query: string,
  version: RestVersion = 'v2',
): ExecuteRequest {
  const { name, options } = parseMatrix(segment);
  const asked = new Map(options);
  const record: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(query)) {
    if (key.startsWith('_')) continue;
    if (isOption(key)) asked.set(key, value);
    else record[key] = value;
  }
  const parsed = Options.safeParse(Object.fromEntries(asked));
  if (!parsed.success) throw new MalformedRequest(z.prettifyError(parsed.error));
  const { maxrecs, excludempty, excludeempty, returncols, extendedresult, dateformat, cono, divi } = parsed.data;
  const selectedColumns = returncols.split(',').filter((column) => column !== '');
  return {
    version,
    transport: 'single',
    program: decode(program),
    cono,
    divi,
    excludeEmptyValues: excludempty ?? excludeempty ?? false,
    rightTrim: parsed.data.righttrim ?? trimsByDefault(version),
    maxReturnedRecords: maxrecs,
    extendedResult: extendedresult,
    dateFormat: dateformat,
    metadata: parsed.data.metadata ?? describesByDefault(version),
    transactions: [{ transaction: name, record, selectedColumns }],
  };
}
