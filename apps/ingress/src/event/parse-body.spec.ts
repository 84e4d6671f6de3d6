import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-body.js';
import { readEvent } from './read-event.js';

const eventWith = (eventId: string) =>
  readEvent(parseJson(`{"event_id":${eventId},"document":{"type":"purchase_order","id":9007199254740993}}`));

describe('ids are read as they were written', () => {
  it('two that differ only beyond exact numbers stay two', () => {
    expect(eventWith('12345678901234567890')).toMatchObject({
      event: { eventId: '12345678901234567890', document: { type: 'purchase-order', id: '9007199254740993' } },
    });
    expect(eventWith('12345678901234567891')).toMatchObject({ event: { eventId: '12345678901234567891' } });
  });

  it.each(['24.5', '1e3000', '-3', '99999999999999999999'])('%s is still no id of a document', (id) => {
    expect(readEvent(parseJson(`{"document":{"type":"purchase_order","id":${id}}}`))).toHaveProperty('problem');
  });

  it('wherever an inexact number stands, it stays its text', () => {
    const inexact = fc.oneof(
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map(String),
      fc.double({ noInteger: true, noDefaultInfinity: true, noNaN: true }).map(String),
      fc.constantFrom('-9007199254740993', '1e400', '-1.5E-7', '0.1'),
    );
    const blank = fc.stringMatching(/^[ \t\n\r]{0,3}$/);
    fc.assert(
      fc.property(inexact, blank, fc.jsonValue(), (number, gap, other) => {
        const beside = JSON.stringify(other);
        expect(parseJson(`{"a":${gap}${number}${gap},"b":[${beside},${gap}${number}]}`)).toMatchObject({
          a: number,
          b: { 1: number },
        });
      }),
    );
  });

  it('everything else is what JSON says', () => {
    expect(parseJson('{"a":[1,true,null,"x"],"b":{"c":2400}}')).toEqual({ a: [1, true, null, 'x'], b: { c: 2400 } });
    expect(() => parseJson('{')).toThrow();
  });
});
