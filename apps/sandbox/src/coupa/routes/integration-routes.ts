import type { Answer } from '../../http/answer.js';
import { createHistoryRecord, resolveHistoryRecord, type RecordEffects } from '../history-records.js';
import { createIntegration, updateIntegration } from '../integrations.js';
import { answerWrite, readId, readJson, readWriteArguments, type ApiCall, type Route } from './route.js';

const scope = 'core.integration.write';
const HISTORY_RECORD = 'integration-history-record';

const postRecord =
  (effects: RecordEffects) =>
  (call: ApiCall): Answer => {
    const asked = readWriteArguments(HISTORY_RECORD, call);
    return answerWrite(201, createHistoryRecord(call.store, readJson(call), effects), asked);
  };

const putResolved =
  (resolved: boolean) =>
  (call: ApiCall): Answer => {
    const asked = readWriteArguments(HISTORY_RECORD, call);
    return answerWrite(200, resolveHistoryRecord(call.store, readId(call), resolved), asked);
  };

export const integrationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: /^integrations$/,
    object: 'integration',
    scope,
    answer: (call) =>
      answerWrite(201, createIntegration(call.store, readJson(call)), readWriteArguments('integration', call)),
  },
  {
    method: 'PUT',
    path: /^integrations\/([^/]+)$/,
    object: 'integration',
    scope,
    answer: (call) =>
      answerWrite(
        200,
        updateIntegration(call.store, readId(call), readJson(call)),
        readWriteArguments('integration', call),
      ),
  },
  { method: 'POST', path: /^integration_history_records$/, object: HISTORY_RECORD, scope, answer: postRecord({}) },
  {
    method: 'POST',
    path: /^integration_history_records\/create_alert$/,
    object: HISTORY_RECORD,
    scope,
    answer: postRecord({ alert: true }),
  },
  {
    method: 'POST',
    path: /^integration_history_records\/mark_exported$/,
    object: HISTORY_RECORD,
    scope,
    answer: postRecord({ markExported: true }),
  },
  {
    method: 'POST',
    path: /^integration_history_records\/create_alert_and_mark_exported$/,
    object: HISTORY_RECORD,
    scope,
    answer: postRecord({ alert: true, markExported: true }),
  },
  {
    method: 'PUT',
    path: /^integration_history_records\/([^/]+)\/resolve$/,
    object: HISTORY_RECORD,
    scope,
    answer: putResolved(true),
  },
  {
    method: 'PUT',
    path: /^integration_history_records\/([^/]+)\/unresolve$/,
    object: HISTORY_RECORD,
    scope,
    answer: putResolved(false),
  },
];
