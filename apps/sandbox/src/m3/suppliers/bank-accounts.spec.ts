import { expect, it } from 'vitest';
import { isIban } from './bank-accounts.js';

it.each([
  ['BE71096123456769', true],
  ['GB82WEST12345698765432', true],
  ['NL91ABNA0417164300', true],
  ['MT84MALT011000012345MTLCAST001S', true],
  ['NL91ABNA0417164301', false],
  ['nl91abna0417164300', false],
  ['NL91 ABNA 0417 1643 00', false],
  ['NL91', false],
  ['', false],
])('an IBAN with its check digits is one, anything else is none: %s, %s', (text, expected) => {
  expect(isIban(text)).toBe(expected);
});
