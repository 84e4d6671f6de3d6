import { json, type Answer } from '../../http/answer.js';
import type { ExecuteRequest } from './execute-request.js';
import type { ExecuteAnswer } from './execute.js';

/**
 * The HTTP answer. A bulk request is 200 whatever became of its transactions. Of a single call v2 is known to answer an
 * error in two ways: what the REST layer finds is 400 with the error at top level, what the program says is 200 with the
 * error in the first result.
 */
export function answerExecute(request: ExecuteRequest, answer: ExecuteAnswer): Answer {
  const [first] = answer.results;
  if (request.transport === 'bulk' || !first?.errorType || first.errorType === 'ServerReturnedNOK') {
    return json(200, answer);
  }
  const { errorMessage, errorCode, errorField, errorCfg, errorType } = first;
  return json(400, { errorMessage, errorCode, errorField, errorCfg, errorType, ...answer, results: [] });
}
