import { Failure } from '@sluice/shared/failure';
import type { SealedValue } from '@sluice/shared/sealed';
import { describe, expect, it } from 'vitest';
import { maskAnswer, revealing, whyNotUnsealed } from './sealed-values.js';

const document = { type: 'supplier', id: '7' } as const;
const iban = 'DE89370400440532013000';
const sealed: SealedValue = { sealed: 'x', keyId: 'k', of: 'supplier/7#iban', fingerprint: 'f', lastFour: '3000' };

const noKey = (): never => {
  throw new Failure('no key k', { code: 'unexpected', stage: 'request', disposition: 'park' });
};

const masked = (value: string, body: string, headers: Record<string, string> = {}) => {
  const { reveal, revealed } = revealing(() => value);
  expect(reveal(sealed)).toBe(value);
  return maskAnswer({ status: 200, headers, body }, revealed);
};

describe('what another system repeats of a secret that it was sent', () => {
  it.each([
    ['a field', iban, `{"BANO":"${iban}"}`, '{"BANO":"••••3000"}'],
    ['a padded field', '12', '{"BANO":"12  ","N":12}', '{"BANO":"••••3000","N":"••••3000"}'],
    [
      'a message',
      iban,
      `{"errorMessage":"Bank account ${iban} is wrong"}`,
      '{"errorMessage":"Bank account ••••3000 is wrong"}',
    ],
    ['a number', '4711223000', '{"BANO":4711223000,"rate":0.10}', '{"BANO":"••••3000","rate":0.10}'],
    ['an escaped text', 'a"b\\c3000', '{"TX":"see a\\"b\\\\c3000"}', '{"TX":"see ••••3000"}'],
    ['a page', iban, `<p>${iban}</p>`, '<p>••••3000</p>'],
    ['another value', iban, '{"BANO":"DE00"}', '{"BANO":"DE00"}'],
    ['a short value in another word', '12', '{"TX":"line 123"}', '{"TX":"line 123"}'],
  ])('is masked in %s', (_, value, body, expected) => {
    expect(masked(value, body).body).toBe(expected);
  });

  it('is masked in headers, also where it is part of an address', () => {
    expect(masked('a b3000', '', { location: '/accounts/a%20b3000' }).headers).toEqual({
      location: '/accounts/••••3000',
    });
  });
});

describe('calls with a sealed value', () => {
  it('can be sent where all of their values can be opened', () => {
    expect(whyNotUnsealed([{ record: { BANO: sealed } }], () => iban, document)).toBeUndefined();
  });

  it('cannot where one cannot, and the code says why', () => {
    expect(whyNotUnsealed([{ record: { BANO: sealed } }], noKey, document)).toEqual({
      unresolvable: 'no key k',
      code: 'unexpected',
    });
    expect(whyNotUnsealed([{ record: { SUNO: 'Y1' } }], noKey, document)).toBeUndefined();
  });
});
