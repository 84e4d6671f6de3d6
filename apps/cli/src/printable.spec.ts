import { describe, expect, it } from 'vitest';
import { formatTable } from './format-table.js';
import { printable, printableJson, printableLines } from './printable.js';
import { printRecord } from './print-record.js';

/** Sets the title of the window, clears the screen, rings; the same in C1; turns the direction of the text. */
const hostile = 'Acme\u001B]0;owned\u0007\u001B[2J\u009B2J\u0000\u007F\u202Egnp';
const steering = /[^\P{Cc}\n]|\u202E/u;

/** Whoever may name an order in Coupa could otherwise rewrite the screen of the operator. */
describe('nothing that controls a terminal is printed', () => {
  it('from a cell of a table, which stays one line', () => {
    const table = formatTable(['TITLE', 'WHY'], [[hostile, 'first\r\nsecond\tthird']]);
    expect(table).not.toMatch(steering);
    expect(table.split('\n')).toHaveLength(3);
    expect(table).toContain('first second third');
  });

  it('from any field of a record', () => {
    const reason = { code: hostile, message: hostile, fix: hostile, docs: hostile };
    const hostileRecord = {
      type: 'purchase-order',
      id: hostile,
      title: hostile,
      status: hostile,
      reason,
      warning: reason,
      waitingFor: [hostile],
      m3: { company: hostile, number: hostile },
      updatedAt: '2026-03-09T17:12:13.200Z',
      destinations: [{ name: hostile, status: hostile, reason }],
      timeline: [
        { at: '2026-03-09T17:12:04.000Z', app: hostile, action: hostile, summary: hostile, by: `${hostile}\nforged` },
      ],
      highlights: [{ label: hostile, text: hostile }],
    };
    for (const all of [true, false]) {
      const printed = printRecord(hostileRecord, { all, columns: 60 });
      expect(printed).not.toMatch(steering);
      expect(printed.split('\n').filter((line) => line.startsWith('forged'))).toEqual([]);
    }
  });

  it('from the lines of a message, which stay lines', () => {
    expect(printableLines('two\r\nlines\u001B[1A')).toBe('two\nlines\uFFFD[1A');
  });

  it('as JSON either, which means the same', () => {
    const json = JSON.stringify({ title: hostile }, null, 2);
    expect(printableJson(json)).not.toMatch(steering);
    expect(JSON.parse(printableJson(json))).toEqual({ title: hostile });
  });
});

it('what people write stays as it is', () => {
  expect(printable('PO 2404 · Nordic Sjöfn AB ✓ 日本 👩‍🔧')).toBe('PO 2404 · Nordic Sjöfn AB ✓ 日本 👩‍🔧');
});
