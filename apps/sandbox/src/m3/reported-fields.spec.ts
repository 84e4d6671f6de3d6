import { expect, it } from 'vitest';
import { masterData } from '../../tests/master-data.js';
import { Clock } from '../clock.js';
import { FaultBoard } from '../faults/fault-board.js';
import { checkRecord } from './check-record.js';
import { M3Settings } from './m3-settings.js';
import { M3World } from './m3-world.js';
import { MasterInput } from './master/master-input.js';
import { Nok, type M3Record } from './nok.js';
import { programs } from './programs/programs.js';

const m3 = new M3World(new Clock(1), M3Settings.parse({}), new FaultBoard(), 1);
m3.master.merge(MasterInput.parse(masterData), { user: 'KEYUSER', atMs: 0 });

/** By release: the older one lacks some of the transactions. */
const transactions = [false, true].flatMap((olderRelease) =>
  [...programs.values()].flatMap((program) =>
    [...program.transactions].flatMap(([name, { fields }]) => {
      const { input } = (olderRelease ? fields.older : fields.newer) ?? {};
      return input ? [{ release: olderRelease ? 'older' : 'newer', program, name, input }] : [];
    }),
  ),
);

/** The input fields as MRS001MI tells them. */
const reported = (program: string, transaction: string): readonly M3Record[] =>
  programs
    .get('MRS001MI')
    ?.transactions.get('LstFields')
    ?.run({ cono: 100, divi: '', record: { MINM: program, TRNM: transaction, TRTP: 'I' } }, m3) ?? [];

function errorOf(action: () => unknown): string {
  try {
    action();
    return 'taken';
  } catch (error) {
    if (error instanceof Nok) return `${error.errorType} ${error.field}`;
    throw error;
  }
}

const valueOf = ({ TYPE, LENG }: M3Record, extra = 0): string =>
  TYPE === 'D' ? '20270320' : (TYPE === 'N' ? '1' : 'x').repeat(Number(LENG) + extra);

it.each(transactions)(
  '$program.name/$name of the $release release enforces the fields that MRS001MI reports',
  ({ release, program, name, input }) => {
    m3.settings = { ...m3.settings, olderRelease: release === 'older' };
    const fields = reported(program.name, name);
    expect(fields).toHaveLength(input.size);
    const full: M3Record = Object.fromEntries(fields.map((field) => [field['FLNM'] ?? '', valueOf(field)]));
    expect(errorOf(() => checkRecord(input, full))).toBe('taken');
    for (const field of fields) {
      const { FLNM = '', TYPE, MAND } = field;
      if (TYPE !== 'D') {
        const tooLong = { ...full, [FLNM]: valueOf(field, 1) };
        expect(errorOf(() => checkRecord(input, tooLong))).toBe(`InputFieldTooLong ${FLNM}`);
      }
      const without = Object.fromEntries(Object.entries(full).filter(([key]) => key !== FLNM));
      expect(errorOf(() => checkRecord(input, without))).toBe(
        MAND === '1' ? `MandatoryInputFieldNotFound ${FLNM}` : 'taken',
      );
    }
  },
);

it('lists its programs and their transactions, itself included', () => {
  m3.settings = M3Settings.parse({});
  const repository = programs.get('MRS001MI');
  const run = (transaction: string, record: M3Record): readonly M3Record[] =>
    repository?.transactions.get(transaction)?.run({ cono: 100, divi: '', record }, m3) ?? [];
  expect(run('LstPrograms', {}).map(({ MINM }) => MINM)).toEqual([...programs.keys()]);
  expect(run('LstTransactions', { MINM: 'PPS370MI' }).map(({ TRNM }) => TRNM)).toContain('FinishEntry');
  expect(run('LstTransactions', { MINM: 'PPS370MI' }).map(({ TRNM }) => TRNM)).toContain('GetBatchHead');
  m3.settings = { ...m3.settings, olderRelease: true, lackingPrograms: ['PPS095MI'] };
  expect(run('LstTransactions', { MINM: 'PPS370MI' }).map(({ TRNM }) => TRNM)).not.toContain('GetBatchHead');
  expect(run('LstPrograms', {}).map(({ MINM }) => MINM)).not.toContain('PPS095MI');
  expect(errorOf(() => run('LstTransactions', { MINM: 'PPS095MI' }))).toBe('ServerReturnedNOK MINM');
  expect(errorOf(() => run('LstTransactions', { MINM: 'XXX999MI' }))).toBe('ServerReturnedNOK MINM');
});
