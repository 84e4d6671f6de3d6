import { z } from 'zod';
import { DEFAULT_MAX_RECORDS, MalformedRequest, type ExecuteRequest } from './execute-request.js';

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
    righttrim: flag.default(false),
    extendedresult: flag.default(false),
    dateformat: z.literal('YMD8').optional(),
    returnSystemFields: z.literal('false').optional(),
    /** Only v1 has metadata; Infor's SDK sends `metadata=false` all the same. */
    metadata: z.literal('false').optional(),
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
export function parseSingle(program: string, segment: string, query: string): ExecuteRequest {
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
  const { maxrecs, excludempty, excludeempty, returncols, righttrim, extendedresult, cono, divi } = parsed.data;
  const selectedColumns = returncols.split(',').filter((column) => column !== '');
  return {
    transport: 'single',
    program: decode(program),
    cono,
    divi,
    excludeEmptyValues: excludempty ?? excludeempty ?? false,
    rightTrim: righttrim,
    maxReturnedRecords: maxrecs,
    extendedResult: extendedresult,
    transactions: [{ transaction: name, record, selectedColumns }],
  };
}
