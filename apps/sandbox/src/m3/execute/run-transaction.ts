import { checkRecord } from '../check-record.js';
import { parseDate, type DateFormat } from '../date-format.js';
import type { Fields, TransactionFields } from '../declare-fields.js';
import { formatRecord } from '../format-record.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { BLANK_MARK, fieldsOf, type Program } from '../program.js';
import { programs } from '../programs/programs.js';
import type { ExecuteRequest, RequestedTransaction } from './execute-request.js';

/** The company of a call: the one in the record, else the request's, else the user's own. */
function companyOf(request: ExecuteRequest, record: M3Record, m3: M3World): number {
  const cono = Number(record['CONO'] ?? request.cono ?? m3.master.user()['CONO'] ?? 0);
  if (m3.master.hasCompany(cono)) return cono;
  throw new Nok({ code: 'XAU0008', field: 'CONO', text: `Not authorised for company ${cono}` });
}

/**
 * The fields of a transaction that the tenant has.
 *
 * @throws {Nok} TransactionNotFound
 */
export function findFields(request: ExecuteRequest, transaction: string, m3: M3World): TransactionFields {
  const isLacking = m3.settings.lackingPrograms.includes(request.program);
  const found = isLacking ? undefined : programs.get(request.program)?.transactions.get(transaction);
  const fields = found && fieldsOf(found, m3);
  if (fields) return fields;
  const text = `There is no transaction ${request.program}/${transaction}`;
  throw new Nok({ code: '', field: '', text }, 'TransactionNotFound');
}

/** The record with its dates as M3 keeps them. */
const readDates = (fields: Fields, record: M3Record, format: DateFormat): M3Record =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      fields.get(name)?.type === 'D' ? parseDate(value.trimEnd(), format) : value,
    ]),
  );

const blankMarkOf = ({ name, blankMark }: Program, { settings }: M3World): string | undefined =>
  blankMark ?? (settings.blankMarkPrograms.includes(name) ? BLANK_MARK : undefined);

/** How many records of a list are answered: what the caller permits, and no more than this M3 gives anybody. */
function limitOf({ maxReturnedRecords }: ExecuteRequest, { settings }: M3World): number {
  const limits = [maxReturnedRecords, settings.listLimit].filter((limit) => limit > 0);
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}

/**
 * Runs one transaction and answers its records as they are sent.
 *
 * @throws {Nok} when M3 refuses it
 */
export function runTransaction(request: ExecuteRequest, asked: RequestedTransaction, m3: M3World): M3Record[] {
  const program = programs.get(request.program);
  const { input, output } = findFields(request, asked.transaction, m3);
  const transaction = program?.transactions.get(asked.transaction);
  if (!program || !transaction) throw new Error(`${request.program}/${asked.transaction} has fields and does nothing.`);
  if (!m3.master.mayRun(program.name)) {
    throw new Nok({ code: 'XAU0008', field: '', text: `Not authorised for program ${program.name}` });
  }
  const record = checkRecord(input, readDates(input, asked.record, request.dateFormat), blankMarkOf(program, m3));
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
  const { excludeEmptyValues, rightTrim, dateFormat } = request;
  const options = { excludeEmptyValues, rightTrim, dateFormat, selectedColumns: asked.selectedColumns };
  return records.slice(0, limitOf(request, m3)).map((one) => formatRecord(output, one, options));
}
