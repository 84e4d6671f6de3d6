import type { Read } from '@sluice/reconciler/read';
import type { CoupaStep } from '@sluice/shared/script';
import type { Report, ReportedProblem } from './order-in-coupa.js';

/** Coupa's integration history of an order, as far as its rows concern us. */
export interface HistoryRecord {
  readonly id: string;
  readonly status: string;
  readonly resolved: boolean;
  readonly revision: string;
  readonly number: string;
  readonly responses: readonly ReportedProblem[];
}

export interface HistoryOf {
  readonly orderId: string;
  /** Code of the integration in Coupa under which our rows stand; empty where they name none. */
  readonly integration: string;
}

/** Coupa's own words for the columns; a query writes dashes as underscores. */
const query = ({ orderId }: HistoryOf) => ({
  document_type: 'OrderHeader',
  document_id: orderId,
  order_by: 'id',
  dir: 'desc',
  limit: '50',
});

/** What Coupa's history says of the order by now, as far as the rows are ours. */
export const readHistory = (of: HistoryOf): Read<readonly HistoryRecord[], CoupaStep> => ({
  step: {
    id: 'history-records',
    method: 'GET',
    path: '/api/integration_history_records',
    query: query(of),
    repeat: 'safe',
    optional: true,
  },
  parse: (records) => ourRecords(records.flat(), of),
});

/**
 * Our own rows among those that Coupa answered. The document and the integration are looked at again here: a Coupa that
 * ignores a condition must not lead us to resolve what others have to mend.
 */
function ourRecords(records: readonly Readonly<Record<string, unknown>>[], of: HistoryOf): HistoryRecord[] {
  return records
    .filter((record) => text(record['document-type']) === 'OrderHeader' && text(record['document-id']) === of.orderId)
    .filter((record) => text(objectIn(record['integration'])['code']) === of.integration)
    .map((record) => ({
      id: text(record['id']),
      status: text(record['status']),
      resolved: record['resolved'] === true || record['resolved'] === 'true',
      revision: text(record['document-revision']),
      number: text(record['external-id']),
      responses: (Array.isArray(record['responses']) ? record['responses'] : []).map((response) => ({
        code: text(objectIn(response)['response-code']),
        message: text(objectIn(response)['response-message']),
      })),
    }));
}

/** A row resolved twice is resolved: the request may be repeated. */
export const resolveRecord = (id: string): CoupaStep => ({
  id: `resolve/${id}`,
  method: 'PUT',
  path: `/api/integration_history_records/${id}/resolve`,
  repeat: 'safe',
  optional: true,
});

/** The row that says how the order fares in M3, for the state of the order that Coupa had when it was decided. */
export interface NewRecord extends HistoryOf {
  readonly orderStatus: string;
  readonly revision: number | undefined;
  readonly alertType: 'Functional' | 'Technical';
}

/**
 * Coupa has no key against repetition, so the row is looked for before it is written again. Through `create_alert` Coupa
 * also mails those who are to mend an error.
 */
export function writeRecord(wanted: Report, of: NewRecord): CoupaStep {
  const isError = wanted.report === 'error';
  const responses = responsesOf(wanted);
  const status = isError ? 'Error' : 'Success';
  return {
    id: 'history',
    method: 'POST',
    path: `/api/integration_history_records${isError ? '/create_alert' : ''}`,
    body: {
      'document-type': 'OrderHeader',
      'document-id': Number(of.orderId),
      'document-status': of.orderStatus,
      ...(of.revision !== undefined && { 'document-revision': of.revision }),
      ...(wanted.report === 'success' && { 'external-id': wanted.number }),
      status,
      'contact-alert-type': of.alertType,
      ...(of.integration !== '' && { integration: { code: of.integration } }),
      responses: responses.map(({ code, message }) => ({ 'response-code': code, 'response-message': message })),
    },
    repeat: 'probe',
    probe: {
      path: '/api/integration_history_records',
      query: query(of),
      match: {
        'document-id': of.orderId,
        status,
        ...(of.revision !== undefined && { 'document-revision': String(of.revision) }),
        ...(isError ? { resolved: 'false' } : { 'external-id': wanted.number }),
        ...(responses[0] !== undefined && { 'responses.0.response-message': responses[0].message }),
      },
    },
    optional: true,
  };
}

/** Whether a row says just that already. */
export const isReported = (record: HistoryRecord, wanted: Report, { revision }: Pick<NewRecord, 'revision'>): boolean =>
  record.revision === String(revision ?? '') &&
  JSON.stringify(record.responses) === JSON.stringify(responsesOf(wanted)) &&
  (wanted.report === 'success'
    ? record.status === 'Success' && record.number === wanted.number
    : record.status === 'Error' && !record.resolved);

/** Line custom fields are left alone (an edit of lines may send the order to the supplier again): M3's lines stand here. */
const responsesOf = (wanted: Report): ReportedProblem[] =>
  wanted.report === 'error'
    ? wanted.problems.map(({ code, message }) => ({ code: code.slice(0, 255), message: message.trim() }))
    : wanted.lines.map(({ coupaLineId, line }) => ({
        code: 'posted',
        message: `Order line ${coupaLineId}: M3 order ${wanted.number}, line ${line}`,
      }));

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
