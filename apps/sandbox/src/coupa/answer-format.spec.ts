import { expect, it } from 'vitest';
import { formatAnswer, readFormat } from './answer-format.js';

it.each([
  [undefined, 'xml'],
  ['', 'xml'],
  ['*/*', 'xml'],
  ['application/json', 'json'],
  ['application/json; charset=utf-8', 'json'],
  ['application/xml', 'xml'],
  ['application/json, text/plain, */*', 'json'],
  ['application/xml;q=0.5, application/json', 'json'],
  ['text/html, */*;q=0.8', 'xml'],
  ['text/html', undefined],
  ['application/json;q=0', undefined],
])('who accepts %s is answered in %s', (accept, format) => {
  expect(readFormat(accept)).toBe(format);
});

it('a list in XML has the plural of its object as the root, and is not found when it is empty', () => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const list = [{ id: 1, code: 'EUR' }, { id: 2 }];
  expect(formatAnswer({ status: 200, body: list }, 'xml', 'currency')).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body: `${head}<currencies><currency><id>1</id><code>EUR</code></currency><currency><id>2</id></currency></currencies>`,
  });
  expect(formatAnswer({ status: 200, body: [] }, 'xml', 'supplier')).toMatchObject({
    status: 404,
    body: `${head}<errors><error>No results match your search criteria.</error></errors>`,
  });
  expect(formatAnswer({ status: 200, body: [] }, 'json', 'supplier')).toEqual({ status: 200, body: [] });
});

it('a refusal in XML names the field in its text', () => {
  const errors = { base: ['Rate limit exceeded'], name: ["can't be blank"] };
  expect(formatAnswer({ status: 400, body: { errors } }, 'xml', 'supplier').body).toContain(
    "<errors><error>Rate limit exceeded</error><error>name can't be blank</error></errors>",
  );
});
