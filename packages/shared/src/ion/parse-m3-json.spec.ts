import { expect, it } from 'vitest';
import { parseM3Json } from './parse-m3-json.js';

it('what a database refuses is taken out of texts and names, at any depth', () => {
  const text = String.raw`{"re\u0000cords":[{"TX\u0000T":"a\u0000b","NA\ud800ME":["half \udc00","é"]}]}`;
  expect(parseM3Json(text)).toEqual({ records: [{ TXT: 'ab', 'NA\ufffdME': ['half \ufffd', 'é'] }] });
});

it('other values stay as they are, and what is no JSON is undefined', () => {
  expect(parseM3Json('{"a":1,"b":null,"c":true,"d":[]}')).toEqual({ a: 1, b: null, c: true, d: [] });
  expect(parseM3Json('<html>')).toBeUndefined();
});
