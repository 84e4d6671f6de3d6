import type { Returned, Unresolvable } from '@sluice/dispatcher/protocol';
import type { ReturnedRecord } from '@sluice/shared/http/classified';
import type { M3TransactionCall } from '@sluice/shared/ion/m3-request';
import type { M3Command } from '@sluice/shared/messages/command';
import type { M3Call, M3Step, M3Transaction, StepValue } from '@sluice/shared/script';
import { isSealed, maskOf, type SealedValue } from '@sluice/shared/sealed';

/** The calls of a step with every `{ from, field }` filled in; with `forEach`, once for each record of the step named there. */
export function fillInStep(
  command: M3Command,
  step: M3Step,
  returned: Returned,
): readonly M3TransactionCall[] | Unresolvable {
  const { forEach } = step;
  if (forEach === undefined) return fillIn(command, programmed(step), step, valueOf(returned));
  const records = returned[forEach]?.flat();
  if (records === undefined) return { unresolvable: `the step ${forEach} has not returned anything` };
  const perRecord = records.map((record) =>
    fillIn(command, programmed(step), step, valueOf(returned, { from: forEach, record })),
  );
  const wrong = perRecord.find((calls) => 'unresolvable' in calls);
  return wrong ?? perRecord.flatMap((calls) => ('unresolvable' in calls ? [] : calls));
}

/** Calls that name their program themselves: an undo, or the questions of a probe. */
export const fillInCalls = (
  command: M3Command,
  calls: readonly M3Call[],
  returned: Returned,
): readonly M3TransactionCall[] | Unresolvable => fillIn(command, calls, {}, valueOf(returned));

const programmed = (step: M3Step): M3Call[] =>
  step.transactions.map((transaction: M3Transaction) => ({ ...transaction, program: step.program }));

/** `undefined` where no step returned it. */
type ValueOf = (value: StepValue) => string | SealedValue | undefined;

/** `{ from, field }` means the first record of that step, or the record whose turn it is. */
function valueOf(returned: Returned, current?: { from: string; record: ReturnedRecord }): ValueOf {
  return (value) => {
    if (typeof value === 'string' || isSealed(value)) return value;
    const record = value.from === current?.from ? current.record : returned[value.from]?.flat()[0];
    const found = record?.[value.field];
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  };
}

const mask = maskOf({ lastFour: '' });

function fillIn(
  { company, division }: M3Command,
  calls: readonly M3Call[],
  { absentCodes, mayBeCutFrom, recordsMax }: Pick<M3Step, 'absentCodes' | 'mayBeCutFrom' | 'recordsMax'>,
  valueFor: ValueOf,
): readonly M3TransactionCall[] | Unresolvable {
  const filled: M3TransactionCall[] = [];
  for (const { program, transaction, record, returns, sealsReturned } of calls) {
    const values: Record<string, string | SealedValue> = {};
    for (const [field, value] of Object.entries(record)) {
      const filledIn = valueFor(value);
      if (typeof value === 'object' && 'from' in value) {
        const source = `${transaction} needs ${field} from ${value.field} of the step ${value.from}`;
        if (filledIn === undefined || filledIn === '') return { unresolvable: `${source}, which did not return it` };
        // Secrets are masked in answers: sent on, the mask would take the place of the value.
        if (String(filledIn).includes(mask)) return { unresolvable: `${source}, which is a secret and masked here` };
      }
      if (filledIn !== undefined) values[field] = filledIn;
    }
    filled.push({
      program,
      company,
      ...(division !== undefined && { division }),
      transaction,
      record: values,
      returns,
      ...(sealsReturned !== undefined && { sealsReturned }),
      ...(absentCodes !== undefined && { absentCodes }),
      ...(mayBeCutFrom !== undefined && { mayBeCutFrom }),
      ...(recordsMax !== undefined && { recordsMax }),
    });
  }
  return filled;
}
