import { DocumentType } from '@sluice/shared/document';
import { mappingTables } from '@sluice/shared/messages/mapping';
import { z } from 'zod';
import { ErrorAnswer } from './api-answer.js';
import { document, mapping, operations, type Operation } from './api-operations.js';

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
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'SLUICE_API_TOKEN, or a token of the person’s own' },
      },
      responses: {
        Failed: { description: 'What was wrong, and what to do', content: json(schemaOf(ErrorAnswer, 'output')) },
      },
    },
  };
}

function describeOperation({ method, path, id, summary, query, body, status, answer }: Operation) {
  const named = path.startsWith(document) ? ofDocument : path === mapping ? ofMapping : [];
  const parameters = [...named, ...(query === undefined ? [] : queryOf(query))];
  const who = {
    name: 'X-Sluice-User',
    in: 'header',
    description: 'Who asks, for the history; a token of the person’s own wins',
    schema: text,
  };
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
  {
    name: 'id',
    in: 'path',
    required: true,
    description: 'Coupa’s own id, or, of what is not Coupa’s, company and number: 100%2FY30001',
    schema: text,
  },
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
