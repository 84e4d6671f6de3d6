import { checkRecord } from '../check-record.js';
import { formatRecord } from '../format-record.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { programs } from '../programs/programs.js';
import type { ExecuteRequest, RequestedTransaction } from './execute-request.js';

/** The company of a call: the one in the record, else the request's, else the user's own. */
function companyOf(request: ExecuteRequest, record: M3Record, m3: M3World): number {
  const cono = Number(record['CONO'] ?? request.cono ?? m3.master.user()['CONO'] ?? 0);
  if (m3.master.hasCompany(cono)) return cono;
  throw new Nok({ code: 'XAU0008', field: 'CONO', text: `Not authorised for company ${cono}` });
}

/**
 * Runs one transaction and answers its records as they are sent.
 *
 * @throws {Nok} when M3 refuses it
 */
export function runTransaction(request: ExecuteRequest, asked: RequestedTransaction, m3: M3World): M3Record[] {
  const program = programs.get(request.program);
  const transaction = program?.transactions.get(asked.transaction);
  if (!program || !transaction) {
    const text = `There is no transaction ${request.program}/${asked.transaction}`;
    throw new Nok({ code: '', field: '', text }, 'TransactionNotFound');
  }
  if (!m3.master.mayRun(program.name)) {
    throw new Nok({ code: 'XAU0008', field: '', text: `Not authorised for program ${program.name}` });
  }
  const { input, output } = transaction.fields;
  const record = checkRecord(input, asked.record, program.blankMark);
  const unknown = asked.selectedColumns.find((column) => !output.has(column));
  if (unknown !== undefined) {
    throw new Nok({ code: '', field: unknown, text: `There is no output field ${unknown}` }, 'InputFieldNotFound');
  }
  const cono = companyOf(request, record, m3);
  const divi = request.divi ?? '';
  if (divi !== '' && !m3.master.hasDivision(cono, divi)) {
    throw new Nok({ code: 'XAU0008', field: 'DIVI', text: `Not authorised for division ${divi}` });
  }
  const records = transaction.run({ cono, divi, record }, m3);
  const limit = request.maxReturnedRecords === 0 ? records.length : request.maxReturnedRecords;
  const { excludeEmptyValues, rightTrim } = request;
  const options = { excludeEmptyValues, rightTrim, selectedColumns: asked.selectedColumns };
  return records.slice(0, limit).map((one) => formatRecord(output, one, options));
}
