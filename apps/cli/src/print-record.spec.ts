import { describe, expect, it } from 'vitest';
import { printRecord, type RecordWithHistory } from './print-record.js';

const record = (more: Partial<RecordWithHistory> = {}): RecordWithHistory => ({
  type: 'purchase-order',
  id: '2404',
  title: 'PO 2404 · Nordic Seals AB',
  status: 'Waiting',
  reason: { code: 'mapping-missing', message: 'No mapping for unit BOX', fix: 'Import the row.' },
  waitingFor: ['mapping.v1/unit/BOX'],
  highlights: [
    { label: 'Supplier', text: 'Nordic Seals AB (78 in Coupa)' },
    { label: 'Total', text: '600 EUR' },
    { label: 'Line 1', text: 'SEAL-12 Seal ring, nitrile, 12 mm · 10 BOX · at 60 EUR · = 600 EUR' },
  ],
  updatedAt: '2026-03-09T17:12:13.200Z',
  destinations: [{ name: 'm3', status: 'Waiting' }],
  timeline: Array.from({ length: 8 }, (_, index) => ({
    at: `2026-03-09T17:12:0${index}.000Z`,
    app: 'po-sync',
    action: 'decided',
    summary: `line ${index} of its history`,
  })),
  ...more,
});

const lines = (text: string): string[] => text.split('\n');

/** A buyer who is asked "where is my order" has one screen to find it in. */
describe('a record shows first what a person wants to know', () => {
  it('status, whose turn it is, why, supplier, amounts and lines, in this order; then its latest history and what to type next', () => {
    expect(printRecord(record(), { all: false })).toBe(`PO 2404 · Nordic Seals AB

Record      purchase-order/2404
Status      Waiting since 2026-03-09 17:12:13Z
Turn        yours: add the mapping row that is missing
Reason      No mapping for unit BOX (mapping-missing)
What to do  Import the row.
Waits for   mapping.v1/unit/BOX
Supplier    Nordic Seals AB (78 in Coupa)
Total       600 EUR
Line 1      SEAL-12 Seal ring, nitrile, 12 mm · 10 BOX · at 60 EUR · = 600 EUR
To m3       Waiting

AT                    WHAT
2026-03-09 17:12:03Z  line 3 of its history
2026-03-09 17:12:04Z  line 4 of its history
2026-03-09 17:12:05Z  line 5 of its history
2026-03-09 17:12:06Z  line 6 of its history
2026-03-09 17:12:07Z  line 7 of its history
3 more line(s) with --all.

Next
  sluice mappings missing
  sluice records fetch purchase-order/2404
  sluice records show purchase-order/2404 --all
`);
  });

  it('the whole history, with app and action, is shown on demand', () => {
    const printed = lines(printRecord(record(), { all: true }));
    expect(printed).toContain('AT                    APP      ACTION   WHAT');
    expect(printed.filter((line) => line.endsWith('of its history'))).toHaveLength(8);
    expect(printed.join('\n')).not.toContain('with --all.');
  });

  it('what the gateways note of each request is left to the whole history', () => {
    const noted = ['request-sent', 'request-answered', 'command-ended', 'snapshot-published', 'decided'];
    const timeline = noted.map((action) => ({ at: '2026-03-09T17:12:00.000Z', app: 'app', action, summary: action }));
    const printed = printRecord(record({ timeline }), { all: false });
    expect(lines(printed).filter((line) => line.startsWith('2026-03-09 17:12:00Z'))).toEqual([
      '2026-03-09 17:12:00Z  decided',
    ]);
    for (const action of noted) expect(printRecord(record({ timeline }), { all: true })).toContain(action);
  });

  it('nothing is wider than the terminal', () => {
    for (const columns of [80, 100])
      for (const all of [true, false]) {
        const printed = lines(printRecord(record(), { all, columns })).slice(0, -4);
        expect(Math.max(...printed.map(({ length }) => length))).toBeLessThanOrEqual(columns);
      }
  });

  it.each([
    ['Received', 'Sluice’s'],
    ['Retrying', 'Sluice’s'],
    ['Needs attention', 'yours'],
    ['Held', 'Coupa’s'],
    ['Posted', 'nobody’s'],
    ['Ignored', 'nobody’s'],
  ])('in %s it is %s turn', (status, whose) => {
    const printed = printRecord(record({ status, waitingFor: undefined }), { all: false });
    expect(printed).toMatch(new RegExp(`^Turn +${whose}`, 'm'));
  });

  it('of a status of a newer release nothing is said about the turn', () => {
    expect(printRecord(record({ status: 'Teleported' }), { all: false })).not.toMatch(/^Turn/m);
  });

  it('a question about a step comes with both answers as commands to copy', () => {
    const asked = { commandId: '0199a1c4-5e34-7134-9234-3f1c0d5a1034', step: 'finish' };
    const destinations = [{ name: 'm3', status: 'Unknown outcome', asked }];
    const printed = printRecord(record({ status: 'Unknown outcome', waitingFor: undefined, destinations }), {
      all: false,
    });
    for (const verdict of ['done', 'not-done'])
      expect(printed).toContain(
        `  sluice records settle purchase-order/2404 --command ${asked.commandId} --step finish --verdict ${verdict}\n`,
      );
    expect(printed).toMatch(/^Turn +yours: look in M3 or Coupa/m);
  });

  it('a question comes with each of its choices as a command to copy, whatever the status', () => {
    const questions = [
      { id: 'bank/f1', text: 'May it be paid there?', choices: ['approve', 'reject'], persons: 2 },
      { id: 'which number', text: 'Which number has it in M3?', choices: [] },
    ];
    const destinations = [{ name: 'm3/100', status: 'Posted', questions }];
    const printed = printRecord(record({ status: 'Posted', waitingFor: undefined, destinations }), { all: false });
    expect(printed).toMatch(/^Turn +yours: answer the question/m);
    expect(printed).toMatch(/^Question +May it be paid there\? \(2 persons, each with a token of their own\)$/m);
    expect(printed).toMatch(/^Question +Which number has it in M3\?$/m);
    expect(printed).toContain(`
Next
  sluice records answer purchase-order/2404 bank/f1 approve --note "…"
  sluice records answer purchase-order/2404 bank/f1 reject --note "…"
  sluice records answer purchase-order/2404 'which number' "…"
`);
  });

  it('the commands are called as this one was', () => {
    expect(printRecord(record(), { all: false, program: 'npx sluice' })).toMatch(/^ {2}npx sluice mappings missing$/m);
  });

  it('an id that a shell would not take as it is stands in quotes', () => {
    expect(printRecord(record({ id: "a'; rm -rf ~" }), { all: false })).toContain(
      String.raw`  sluice records show 'purchase-order/a'\''; rm -rf ~' --all`,
    );
  });
});
