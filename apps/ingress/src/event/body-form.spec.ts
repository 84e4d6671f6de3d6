import { describe, expect, it } from 'vitest';
import { bodyForm } from './body-form.js';

describe('the content type tells how a body is written', () => {
  it.each([
    ['application/json', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['application/vnd.coupa+json', 'json'],
    ['application/xml', 'xml'],
    ['text/xml;charset="UTF-8"', 'xml'],
    ['application/vnd.coupa+xml', 'xml'],
    ['Application/XML', 'xml'],
  ])('%s', (contentType, form) => {
    expect(bodyForm(contentType)).toBe(form);
  });

  it.each([
    undefined,
    'text/plain',
    'application/xmlish',
    'application/xml; charset=ISO-8859-1',
    'application/json; charset=utf-16',
    'text/html, application/xml',
  ])('%s is refused', (contentType) => {
    expect(() => bodyForm(contentType)).toThrow(expect.objectContaining({ code: 'content-type-unsupported' }));
  });
});
