import { declareObject } from './declare-object.js';

export const integration = declareObject({
  id: 'integer',
  'business-object': 'text 255',
  code: 'text 255',
  'created-at': 'time',
  'created-by': 'object user',
  direction: 'one to_coupa|from_coupa',
  'end-system': 'text 255',
  'end-system-type': 'one payroll|erp|hr|third_party_partner|third_party_vendor|other|internal',
  'integration-type': 'one flat_file|api|corporate_credit_card_file|json|xml|original_format',
  name: 'text 255',
  standard: 'boolean',
  'updated-at': 'time',
  'updated-by': 'object user',
});

export const integrationHistoryRecord = declareObject({
  id: 'integer',
  'contact-alert-type': 'text 255',
  'created-at': 'time',
  'created-by': 'object user',
  'creation-method': 'text 255',
  'document-id': 'integer',
  'document-revision': 'integer',
  'document-status': 'text 255',
  'document-type': 'text 255',
  'external-id': 'text 255',
  integration: 'object integration',
  'integration-filename': 'text 255',
  'integration-run': 'any',
  'integration-run-id': 'integer',
  resolved: 'boolean',
  responses: 'list integration-record-response',
  status: 'text 255',
  'updated-at': 'time',
  'updated-by': 'object user',
});

export const integrationRecordResponse = declareObject({
  id: 'integer',
  'created-at': 'time',
  'created-by': 'object user',
  'response-code': 'text 255',
  'response-message': 'text 65535',
  'updated-at': 'time',
  'updated-by': 'object user',
});
