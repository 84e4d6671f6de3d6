import { describe, expect, it } from 'vitest';
import { newTraceparent, readTraceparent, traceIdOf, traceparentAfter, writeTraceparent } from './traceparent.js';

const given = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

describe('a traceparent', () => {
  it('is read and written as W3C has it', () => {
    expect(readTraceparent(given)).toEqual({ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), flags: '01' });
    expect(writeTraceparent({ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), flags: '01' })).toBe(given);
  });

  it.each([undefined, '', 'nonsense', given.toUpperCase(), `${given}-more`, given.replace('00-', '01-')])(
    'is none where %j stands',
    (written) => {
      expect(readTraceparent(written)).toBeUndefined();
      expect(traceIdOf(written)).toBeUndefined();
    },
  );
});

describe('what a message carries', () => {
  it('is the span that caused it', () => expect(traceparentAfter(given)).toBe(given));

  it.each([undefined, 'nonsense'])('is the beginning of a trace where %j caused it', (cause) => {
    const [first, second] = [traceparentAfter(cause), traceparentAfter(cause)];
    expect(readTraceparent(first)).toBeDefined();
    expect(traceIdOf(first)).not.toBe(traceIdOf(second));
  });
});

it('a new one counts as to be kept', () => expect(readTraceparent(newTraceparent())?.flags).toBe('01'));
