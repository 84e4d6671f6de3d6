import { DocumentType } from '@sluice/shared/document';
import { mappingTables } from '@sluice/shared/messages/mapping';
import { z } from 'zod';
import {
  AskedAnswer,
  ErrorAnswer,
  HistoryAnswer,
  MappingRemovedAnswer,
  MappingsAnswer,
  MappingsPutAnswer,
  MissingAnswer,
  RecordAnswer,
  RecordPageAnswer,
  VerifyAnswer,
} from './api-answer.js';
import {
  HistoryFilter,
  Ignore,
  MappingFilter,
  MappingRemoval,
  MappingsToPut,
  RecordFilter,
  Settle,
  VerifyFilter,
} from './api-input.js';

interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 202;
  readonly answer: z.ZodType;
}

const document = '/api/records/{type}/{id}';
const mapping = '/api/mappings/{table}/{key}';

const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/api/records',
    id: 'listRecords',
    summary: 'What became of each document, last changed first',
    query: RecordFilter,
    status: 200,
    answer: RecordPageAnswer,
  },
  {
    method: 'get',
    path: document,
    id: 'showRecord',
    summary: 'One document with its legs and its history, oldest first',
    status: 200,
    answer: RecordAnswer,
  },
  {
    method: 'post',
    path: `${document}/retry`,
    id: 'retryRecord',
    summary: 'Decide about a document again and send what is to be sent',
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/fetch`,
    id: 'fetchRecord',
    summary: 'Ask Coupa for an order or a supplier as it is now, also for one that is not known here',
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/ignore`,
    id: 'ignoreRecord',
    summary: 'Leave a document as it is',
    body: Ignore,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'post',
    path: `${document}/settle`,
    id: 'settleRecord',
    summary: 'Say whether a step took effect whose answer was lost',
    body: Settle,
    status: 202,
    answer: AskedAnswer,
  },
  {
    method: 'get',
    path: '/api/mappings',
    id: 'listMappings',
    summary: 'The rows that turn Coupa’s words into M3’s, one entry for each version',
    query: MappingFilter,
    status: 200,
    answer: MappingsAnswer,
  },
  {
    method: 'put',
    path: '/api/mappings',
    id: 'putMappings',
    summary: 'Keep rows, all or none; says what changes and how many documents that heals',
    body: MappingsToPut,
    status: 200,
    answer: MappingsPutAnswer,
  },
  {
    method: 'get',
    path: '/api/mappings/missing',
    id: 'listMissingMappings',
    summary: 'The rows that documents wait for now, the most wanted first',
    query: MappingFilter,
    status: 200,
    answer: MissingAnswer,
  },
  {
    method: 'delete',
    path: mapping,
    id: 'removeMapping',
    summary: 'Take a row away with all its versions; documents that need it wait from then on',
    query: MappingRemoval,
    status: 200,
    answer: MappingRemovedAnswer,
  },
  {
    method: 'get',
    path: '/api/audit',
    id: 'listHistory',
    summary: 'The history of everything, newest first',
    query: HistoryFilter,
    status: 200,
    answer: HistoryAnswer,
  },
  {
    method: 'get',
    path: '/api/audit/verify',
    id: 'verifyHistory',
    summary: 'Compute the chain of hashes again: whether the history is as it was written',
    query: VerifyFilter,
    status: 200,
    answer: VerifyAnswer,
  },
];

/** The API in OpenAPI 3.1, made from what checks its requests. `openapi.json` is this, and a spec says whether it is current. */
export function describeApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  return {
    openapi: '3.1.0',
    info: { title: 'Sluice console', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'SLUICE_API_TOKEN' } },
      responses: {
        Failed: { description: 'What was wrong, and what to do', content: json(schemaOf(ErrorAnswer, 'output')) },
      },
    },
  };
}

function describeOperation({ method, path, id, summary, query, body, status, answer }: Operation) {
  const named = path.startsWith(document) ? ofDocument : path === mapping ? ofMapping : [];
  const parameters = [...named, ...(query === undefined ? [] : queryOf(query))];
  const who = { name: 'X-Sluice-User', in: 'header', description: 'Who asks, for the history', schema: text };
  return {
    operationId: id,
    summary,
    parameters: method === 'get' ? parameters : [...parameters, who],
    ...(body !== undefined && { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: {
      [status]: { description: 'As asked', content: json(schemaOf(answer, 'output')) },
      default: { $ref: '#/components/responses/Failed' },
    },
  };
}

const text = { type: 'string' };

const ofDocument = [
  { name: 'type', in: 'path', required: true, schema: { enum: DocumentType.options } },
  { name: 'id', in: 'path', required: true, description: 'Coupa’s own id', schema: text },
];

const ofMapping = [
  { name: 'table', in: 'path', required: true, schema: { enum: mappingTables } },
  { name: 'key', in: 'path', required: true, description: 'The code that Coupa uses', schema: text },
];

function queryOf(query: z.ZodObject): unknown[] {
  const { properties = {} } = schemaOf(query, 'input') as { properties?: Record<string, { description?: string }> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    schema: Object.keys(schema).length === 0 ? text : schema,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const json = (schema: unknown) => ({ 'application/json': { schema } });
