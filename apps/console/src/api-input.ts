import { DocumentRef, DocumentType } from '@sluice/shared/document';
import { fetchedTypes } from '@sluice/shared/document-types';
import { MappingTable, mappingTables } from '@sluice/shared/messages/mapping';
import { recordStatuses } from '@sluice/shared/status';
import { toCode } from '@sluice/shared/code-text';
import { z } from 'zod';
import { inputMoment, inputText } from './domain/input-text.js';
import { cursorOf, PageLimit } from './read-input.js';
import { HistoryPosition } from './store/list-history.js';
import { RecordPosition } from './store/list-records.js';

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `must be one of ${values.join(', ')}`);

const moment = inputMoment('must be a moment in UTC such as 2026-03-09T17:12:04Z');

/** The document that a path names. */
export const DocumentPath = DocumentRef.extend({ id: inputText().min(1).max(64) });

/** A document that can be asked of Coupa anew. */
export const FetchedPath = DocumentPath.extend({
  type: z.enum(fetchedTypes, `must be ${fetchedTypes.join(' or ')}: other documents are not fetched yet`),
});

/** What `GET /api/records` may be asked. */
export const RecordFilter = z.object({
  type: DocumentType.optional().meta({ description: 'Only documents of this type' }),
  status: oneOf(recordStatuses).optional().meta({ description: 'Only documents with this status' }),
  reason: inputText()
    .max(100)
    .optional()
    .meta({ description: 'Only documents that are as they are for this reason, such as mapping-missing' }),
  waitingFor: inputText().max(300).optional().meta({
    description: 'Only documents that wait for this: <topic>/<key>, such as mapping.v1/unit/BOX',
  }),
  since: moment.optional().meta({ description: 'Only documents that changed at this moment or later' }),
  q: inputText().max(200).optional().meta({ description: 'Part of the title, Coupa’s id or M3’s number' }),
  limit: PageLimit,
  cursor: cursorOf(RecordPosition).optional(),
});

/** What `GET /api/progress` may be asked. */
export const ProgressFilter = z.object({ type: DocumentType.meta({ description: 'The documents of this type' }) });

export const Ignore = z.object({ because: inputText('must say why, for those who come later').trim().min(1).max(500) });

export const Answer = z.strictObject({
  question: inputText('must be the id of the question, from the record').min(1).max(200),
  answer: inputText('must be one of the choices of the question, or a text where it has none').trim().min(1).max(200),
  note: inputText()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'Why, for the history and for the others who are asked' }),
});

export const Settle = z.strictObject({
  commandId: z.uuid('must be the id of the command, from the history'),
  step: inputText('must name the step of the command, from the history').min(1).max(100),
  verdict: z.enum(['done', 'not-done'], 'must be done or not-done'),
});

export const rowsMax = 10_000;

export const MappingsToPut = z.strictObject({
  rows: z
    .array(z.unknown(), 'must be a list of rows')
    .max(rowsMax, `holds at most ${rowsMax} rows`)
    .meta({ description: 'Each { table, key, value: { column: text }, validFrom?: day }' }),
  dryRun: z.boolean('must be true or false').default(false).meta({ description: 'Only say what would happen' }),
});

/** The row that a path names. */
export const MappingPath = z.object({
  table: oneOf(mappingTables),
  key: inputText().overwrite(toCode).min(1).max(255),
});

export const MappingRemoval = z.object({
  dryRun: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((written) => written === 'true')
    .meta({ description: 'Only say what would go' }),
});

export const MappingFilter = z.object({
  table: (oneOf(mappingTables) satisfies z.ZodType<MappingTable>)
    .optional()
    .meta({ description: 'Only rows of this table' }),
});

/** What `GET /api/audit` may be asked. Dead letters have the action `dead-lettered`. */
export const HistoryFilter = z.object({
  app: inputText().max(50).optional().meta({ description: 'Only what this app did' }),
  action: inputText().max(100).optional().meta({ description: 'Only this verb, such as dead-lettered' }),
  type: DocumentType.optional().meta({ description: 'Only documents of this type' }),
  id: inputText().max(64).optional().meta({ description: 'Only documents with this id of Coupa' }),
  by: inputText().max(100).optional().meta({ description: 'Only what this person did' }),
  since: moment.optional().meta({ description: 'Only what happened at this moment or later' }),
  limit: PageLimit,
  cursor: cursorOf(HistoryPosition).optional(),
});

/** A head of the chain that was noted earlier: both or neither. */
export const VerifyFilter = z
  .object({
    position: z.coerce.number('must be a number').int().min(1).optional(),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
      .optional(),
  })
  .refine(({ position, hash }) => (position === undefined) === (hash === undefined), {
    path: ['hash'],
    message: 'position and hash of a noted head go together',
  });
