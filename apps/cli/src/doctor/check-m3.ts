import type { CallResult, ReturnedRecord } from '@sluice/shared/http/classified';
import type { M3TransactionCall } from '@sluice/shared/ion/m3-request';
import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';
import type { M3Probe } from './ask-m3.js';
import { compareFields } from './compare-fields.js';
import { failed, failedFrom, ok, unknown, warning, type Finding } from './finding.js';

export interface OrderRules {
  readonly company: string;
  readonly orderType: string;
  readonly batchOrigin: string;
}

/** Whether M3 gives a token, knows our user and our order type, and has the transactions and fields that Sluice uses. */
export async function checkM3(
  m3: M3Probe,
  rules: OrderRules | undefined,
  transactions: readonly TransactionUsed[],
): Promise<Finding[]> {
  try {
    await m3.takeToken();
  } catch (thrown) {
    return [failedFrom('m3 token', thrown)];
  }
  const findings = [ok('m3 token', 'was given')];
  const company = rules?.company;
  if (company === undefined)
    return [...findings, unknown('m3', 'was not checked: M3_COMPANY is not known', 'Set it as for po-sync.')];
  for (const [check, run] of [
    ['m3 user', () => userFinding(m3, company)],
    ['m3 order type', () => orderTypeFinding(m3, rules as OrderRules)],
    ['m3 authority', () => authorityFinding(m3, company, transactions)],
    ['m3 fields', () => fieldFindings(m3, company, transactions)],
  ] as const)
    try {
      findings.push(...[await run()].flat());
    } catch (thrown) {
      findings.push(failedFrom(check, thrown));
    }
  return findings;
}

/** The one read that needs nothing but a user, and changes nothing. */
export async function userFinding(m3: M3Probe, company: string): Promise<Finding> {
  const [result] = await m3.ask([read(company, 'MNS150MI', 'GetUserData', {}, ['USID', 'CONO', 'DIVI', 'DTFM'])]);
  const check = 'm3 user';
  const user = recordsOf(result)?.[0];
  if (isLacking(result))
    return unknown(
      check,
      'cannot be asked for: this M3 does not have MNS150MI GetUserData',
      'Check in MNS150 which user it is.',
    );
  if (user === undefined) return refusedFinding(check, result, 'Map the service account to a user in M3 (MNS150).');
  const division = text(user, 'DIVI');
  const place = `company ${text(user, 'CONO')}${division && ` division ${division}`}`;
  return ok(check, `${text(user, 'USID')}, in ${place}`);
}

async function orderTypeFinding(m3: M3Probe, { company, orderType, batchOrigin }: OrderRules): Promise<Finding[]> {
  const [result] = await m3.ask([read(company, 'PPS095MI', 'LstOrderType', {}, ['ORTY'])]);
  const check = 'm3 order type';
  const types = recordsOf(result)?.map((record) => text(record, 'ORTY'));
  const origin = unknown(
    'm3 batch origin',
    `${batchOrigin} cannot be asked for: M3 has no transaction that lists batch origins`,
    'Check in PPS090 that it is there, and how automatic it is.',
  );
  if (isLacking(result))
    return [
      unknown(
        check,
        `${orderType} cannot be looked up: this M3 does not have PPS095MI`,
        'Check in PPS095 that it is there.',
      ),
      origin,
    ];
  if (types === undefined)
    return [refusedFinding(check, result, 'Give the service account authority to PPS095MI.'), origin];
  const finding = types.includes(orderType)
    ? ok(check, `${orderType} is there`)
    : failed(
        check,
        'configuration-invalid',
        `${orderType} is no order type of company ${company}`,
        `Set M3_ORDER_TYPE to one of ${types.slice(0, 20).join(', ')}, or make it in PPS095.`,
      );
  return [finding, origin];
}

/** Of every program that Sluice calls. A user without the authority to ask learns it from the calls themselves. */
async function authorityFinding(
  m3: M3Probe,
  company: string,
  transactions: readonly TransactionUsed[],
): Promise<Finding> {
  const check = 'm3 authority';
  const programs = [...new Set(transactions.map(({ program }) => program))];
  const results = await m3.ask(
    programs.map((program) => read(company, 'AUTCHKMI', 'ChkAuthority', { APGM: program }, ['ALPG'])),
  );
  if (results.some(isLacking))
    return unknown(
      check,
      'cannot be asked for: this M3 does not have AUTCHKMI',
      'Check the role of the service account in M3.',
    );
  if (results.every((result) => recordsOf(result) === undefined))
    return unknown(check, 'M3 does not let the service account ask what it may do', 'Check its role in M3.');
  const shut = programs.filter((_program, index) => {
    const record = recordsOf(results[index])?.[0];
    return record !== undefined && text(record, 'ALPG') === '0';
  });
  return shut.length === 0
    ? ok(check, `for ${programs.length} program(s)`)
    : warning(check, `M3 denies it for ${shut.join(', ')}`, 'Give the role of the service account these programs.');
}

/** All field lists in one request: they are transactions of one program. */
async function fieldFindings(
  m3: M3Probe,
  company: string,
  transactions: readonly TransactionUsed[],
): Promise<Finding[]> {
  const results = await m3.ask(
    transactions.map(({ program: MINM, transaction: TRNM }) =>
      read(company, 'MRS001MI', 'LstFields', { MINM, TRNM, TRTP: 'I' }, ['FLNM', 'LENG', 'MAND']),
    ),
  );
  if (results.every(isLacking))
    return [
      unknown(
        'm3 fields',
        'cannot be compared: this M3 does not have MRS001MI',
        'Check in MRS001 that it has the programs that docs/another-coupa-or-m3.md lists.',
      ),
    ];
  return transactions.flatMap((used, index) => {
    const records = recordsOf(results[index]);
    const check = `m3 ${used.program} ${used.transaction}`;
    if ((records === undefined || records.length === 0) && used.lostWithout !== undefined)
      return warning(
        check,
        `is not told by this M3; without it ${used.lostWithout}`,
        'Nothing has to be done where this release of M3 does not have it.',
      );
    if (records === undefined || records.length === 0)
      return refusedFinding(
        check,
        results[index],
        'Check in MRS001 that this tenant has it, and that the service account may use it.',
      );
    return compareFields(
      check,
      used.inputs,
      records.map((record) => ({
        name: text(record, 'FLNM'),
        length: Number(text(record, 'LENG')),
        mandatory: text(record, 'MAND') === '1',
      })),
    );
  });
}

const read = (
  company: string,
  program: string,
  transaction: string,
  record: Record<string, string>,
  returns: readonly string[],
): M3TransactionCall => ({ program, company, transaction, record, returns });

/** M3 knows no such program or transaction, which is no matter of authority. */
const isLacking = (result: CallResult | undefined): boolean =>
  result?.state === 'nok' && ['TransactionNotFound', 'http-404'].includes(result.refusal.code);

const recordsOf = (result: CallResult | undefined): readonly ReturnedRecord[] | undefined =>
  result?.state === 'ok' ? result.records : undefined;

function refusedFinding(check: string, result: CallResult | undefined, hint: string): Finding {
  const words =
    result?.state === 'nok' ? `${result.refusal.message} (${result.refusal.code})` : 'M3 has no answer to it';
  return failed(check, 'm3-refused', words, hint);
}

function text(record: ReturnedRecord, field: string): string {
  const value = record[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
