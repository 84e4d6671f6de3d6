import { json, type Answer } from '../../http/answer.js';
import type { Fields } from '../declare-fields.js';
import type { M3World } from '../m3-world.js';
import type { ExecuteRequest } from './execute-request.js';
import type { ExecuteAnswer, TransactionResult } from './execute.js';
import { findFields } from './run-transaction.js';

/** What v1 says of the fields that it answers. */
const describeFields = (fields: Fields): object => ({
  Field: [...fields.values()].map(({ name, type, length, label }) => ({
    '@name': name,
    '@type': type,
    '@length': length,
    '@description': label,
  })),
});

function outputFields(request: ExecuteRequest, m3: M3World): Fields {
  const [asked] = request.transactions;
  const { output } = findFields(request, asked?.transaction ?? '', m3);
  const columns = asked?.selectedColumns ?? [];
  return columns.length === 0 ? output : new Map([...output].filter(([name]) => columns.includes(name)));
}

/** v1 answers a single call with 200 whatever M3 said; a refusal has another shape, under names with an @. */
function answerV1(request: ExecuteRequest, result: TransactionResult, m3: M3World): Answer {
  if (result.errorType !== undefined) {
    const { errorMessage, errorCode, errorField, errorType } = result;
    return json(200, {
      Message: errorMessage,
      '@type': errorType,
      '@code': errorCode,
      '@cfg': null,
      '@field': errorField,
    });
  }
  return json(200, {
    Program: request.program,
    Transaction: result.transaction,
    ...(request.metadata ? { Metadata: describeFields(outputFields(request, m3)) } : {}),
    MIRecord: (result.records ?? []).map((record, index) => ({
      NameValue: Object.entries(record).map(([Name, Value]) => ({ Name, Value })),
      RowIndex: index,
    })),
  });
}

/**
 * The HTTP answer. A bulk request is 200 whatever became of its transactions. Of a single call v2 is known to answer an
 * error in two ways: what the REST layer finds is 400 with the error at top level, what the program says is 200 with the
 * error in the first result.
 */
export function answerExecute(request: ExecuteRequest, answer: ExecuteAnswer, m3: M3World): Answer {
  const [first] = answer.results;
  if (request.transport === 'bulk' || !first) return json(200, answer);
  if (request.version === 'v1' && !first.notProcessed) return answerV1(request, first, m3);
  if (!first.errorType || first.errorType === 'ServerReturnedNOK') return json(200, answer);
  const { errorMessage, errorCode, errorField, errorCfg, errorType } = first;
  return json(400, { errorMessage, errorCode, errorField, errorCfg, errorType, ...answer, results: [] });
}
