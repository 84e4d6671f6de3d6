import { DocumentRef, DocumentType } from '@sluice/shared/document';
import { AuditEntry } from '@sluice/shared/messages/audit';
import { Highlight } from '@sluice/shared/messages/document-status';
import { MappingTable } from '@sluice/shared/messages/mapping';
import { Question } from '@sluice/shared/messages/question';
import { Reason, RecordStatus } from '@sluice/shared/status';
import { z } from 'zod';

/** The answers of the API, for its description in openapi.json; the specs hold every real answer against it. */

const count = z.number().int().min(0);
const moment = z.iso.datetime();
/** `code` is one of the pages in docs/errors; one of an app that is newer than the console has no `docs` yet. */
const ReasonWithDocs = z.strictObject({ ...Reason.shape, code: z.string(), docs: z.string().optional() });
const Document = z.strictObject(DocumentRef.shape);

const record = {
  type: DocumentType,
  id: z.string(),
  title: z.string(),
  status: RecordStatus,
  reason: ReasonWithDocs.optional(),
  waitingFor: z.array(z.string()).optional(),
  m3: z.strictObject({ company: z.string(), number: z.string() }).optional(),
  warning: ReasonWithDocs.optional(),
  updatedAt: moment,
};

const { document: _document, ...line } = AuditEntry.shape;

export const RecordPageAnswer = z.strictObject({
  records: z.array(z.strictObject(record)),
  nextCursor: z.string().optional(),
});

export const RecordAnswer = z.strictObject({
  ...record,
  /** What a person wants to know of it first, in the order in which to show it. */
  highlights: z.array(z.strictObject(Highlight.shape)).optional(),
  destinations: z.array(
    z.strictObject({
      name: z.string(),
      status: RecordStatus,
      reason: ReasonWithDocs.optional(),
      waitingFor: z.array(z.string()).optional(),
      /** What a person has to settle. */
      asked: z.strictObject({ commandId: z.uuid(), step: z.string().optional() }).optional(),
      /** What only a person can decide; where `persons` are named, each needs a token of their own. */
      questions: z.array(z.strictObject(Question.shape)).optional(),
    }),
  ),
  timeline: z.array(z.strictObject(line)),
});

export const ApprovalsAnswer = z.strictObject({
  approvals: z.array(
    z.strictObject({
      document: Document,
      title: z.string(),
      ...Question.shape,
      destinations: z.array(z.string()),
      reason: ReasonWithDocs.optional().meta({ description: 'What was said so far, and what to do' }),
      since: moment.meta({ description: 'When the document last changed' }),
    }),
  ),
});

export const ProgressAnswer = z.strictObject({
  type: DocumentType,
  total: count.meta({ description: 'Those that are known, or that Coupa has listed for a load, whichever is more' }),
  done: count.meta({ description: 'Posted, or waiting for somebody: nothing more happens with them by itself' }),
  byStatus: z.partialRecord(RecordStatus, count),
  perMinute: z.number().min(0).meta({ description: 'How many were done in each of the last minutes' }),
  expectedEnd: moment.optional().meta({ description: 'When all are done if it goes on like that' }),
  load: z
    .strictObject({ begunAt: moment, listed: count, isListed: z.boolean(), isBrokenOff: z.boolean() })
    .optional()
    .meta({
      description:
        'The last load of all documents of the type; isListed: Coupa’s list was read to its end; isBrokenOff: it goes on when it is asked for again',
    }),
});

export const AskedAnswer = z.strictObject({
  document: Document,
  action: z.enum(['retry', 'fetch', 'load', 'ignore', 'answer', 'settle']),
  by: z.string(),
  because: z.string().optional(),
  question: z.string().optional(),
  answer: z.string().optional(),
  note: z.string().optional(),
  commandId: z.uuid().optional(),
  step: z.string().optional(),
  verdict: z.enum(['done', 'not-done']).optional(),
});

const row = {
  table: MappingTable,
  key: z.string(),
  value: z.record(z.string(), z.string()),
  validFrom: z.iso.date().optional(),
};

export const MappingsAnswer = z.strictObject({
  rows: z.array(z.strictObject({ ...row, sequence: z.number().int(), updatedAt: moment, updatedBy: z.string() })),
});

export const MappingsPutAnswer = z.strictObject({
  created: count,
  changed: count,
  unchanged: count,
  heals: count,
  healsPartly: count,
  rows: z.array(
    z.strictObject({ ...row, result: z.enum(['created', 'changed', 'unchanged']), before: row.value.optional() }),
  ),
});

export const MappingRemovedAnswer = z.strictObject({
  table: row.table,
  key: row.key,
  versions: z.array(z.strictObject({ value: row.value, validFrom: row.validFrom })),
});

export const MissingAnswer = z.strictObject({
  missing: z.array(
    z.strictObject({
      table: z.string(),
      key: z.string(),
      documents: count,
      since: moment,
      examples: z.array(Document),
    }),
  ),
});

export const HistoryAnswer = z.strictObject({
  entries: z.array(z.strictObject({ ...line, document: Document.optional() })),
  total: count.max(10_000).optional().meta({ description: 'Of the first page only; 10000 stands for that or more' }),
  nextCursor: z.string().optional(),
});

export const VerifyAnswer = z.strictObject({
  intact: z.boolean(),
  checked: count,
  removed: count,
  erased: count,
  unchained: count,
  head: z.strictObject({ position: count, hash: z.string() }),
  broken: z.strictObject({ position: count, id: z.uuid().optional(), problem: z.string() }).optional(),
});

export const ErrorAnswer = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), fix: z.string().optional(), docs: z.string() }),
});
