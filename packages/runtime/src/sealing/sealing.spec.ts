import { randomBytes } from 'node:crypto';
import { SealedValue } from '@sluice/shared/sealed';
import { describe, expect, it } from 'vitest';
import { sealing } from './sealing.js';

const [key, older, oldest] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
const present = sealing({ sealingKey: key, sealingKeysOld: [] });
const iban = 'BE68 5390 0754 7034';
const of = 'supplier/17#iban';
const normalise = (text: string) => text.replaceAll(' ', '').toUpperCase();

/** A bank account that can be read, moved to another supplier or changed on its way sends money to the wrong place. */
describe('a sealed value', () => {
  it('is opened where its key is, and is what it was', () => {
    const sealed = present.seal(of, iban);
    expect(SealedValue.parse(sealed)).toEqual(sealed);
    expect(present.unseal(sealed, 'supplier/17')).toBe(iban);
    expect(sealed).toMatchObject({ of, lastFour: '7034' });
  });

  it('holds nothing of the value but its last characters, and of a short one fewer', () => {
    const { lastFour, ...rest } = present.seal(of, 'hush-hush-7034');
    expect(lastFour).toBe('7034');
    expect(JSON.stringify(rest)).not.toMatch(/hush|7034/);
    expect(present.seal(of, '12345').lastFour).toBe('5');
  });

  it('looks different each time, and has one fingerprint however it is written', () => {
    const one = present.seal(of, iban, normalise);
    const other = present.seal('supplier/18#iban', 'be68539007547034', normalise);
    expect(other.sealed).not.toBe(one.sealed);
    expect(other.fingerprint).toBe(one.fingerprint);
    expect(present.seal(of, 'BE69 5390 0754 7034', normalise).fingerprint).not.toBe(one.fingerprint);
  });

  it('is not opened where it was changed', () => {
    const { sealed, ...rest } = present.seal(of, iban);
    const bytes = Buffer.from(sealed, 'base64');
    for (const position of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[position] = (changed[position] ?? 0) ^ 1;
      expect(() => present.unseal({ ...rest, sealed: changed.toString('base64') })).toThrow(
        expect.objectContaining({ code: 'sealed-value-invalid' }),
      );
    }
    for (const cut of ['', 'AAAA', bytes.subarray(0, 30).toString('base64')])
      expect(() => present.unseal({ ...rest, sealed: cut })).toThrow(
        expect.objectContaining({ code: 'sealed-value-invalid' }),
      );
  });

  it('is not opened in another place', () => {
    const sealed = present.seal(of, iban);
    const invalid = expect.objectContaining({ code: 'sealed-value-invalid' });
    expect(() => present.unseal({ ...sealed, of: 'supplier/18#iban' })).toThrow(invalid);
    expect(() => present.unseal({ ...sealed, of: 'supplier/17#other' })).toThrow(invalid);
    expect(() => present.unseal(sealed, 'supplier/1')).toThrow(invalid);
  });

  it('is not opened in the place of another value of the same field, nor shown as another', () => {
    const [sealed, earlier] = [present.seal(of, iban), present.seal(of, 'NL91 ABNA 0417 1643 00')];
    const invalid = expect.objectContaining({ code: 'sealed-value-invalid' });
    expect(() => present.unseal({ ...sealed, sealed: earlier.sealed })).toThrow(invalid);
    expect(() => present.unseal({ ...sealed, fingerprint: earlier.fingerprint })).toThrow(invalid);
    expect(() => present.unseal({ ...sealed, lastFour: earlier.lastFour })).toThrow(invalid);
  });
});

describe('when the key is changed', () => {
  const before = sealing({ sealingKey: oldest, sealingKeysOld: [] });
  const then = sealing({ sealingKey: older, sealingKeysOld: [oldest] });
  const now = sealing({ sealingKey: key, sealingKeysOld: [older, oldest] });

  it('values that a former key sealed are opened, and new ones are sealed with the present key', () => {
    for (const one of [before, then, now]) expect(now.unseal(one.seal(of, iban))).toBe(iban);
    expect(new Set([before, then, now].map((one) => one.seal(of, iban).keyId)).size).toBe(3);
  });

  it('fingerprints stay, so that no value looks changed', () => {
    expect(now.seal(of, iban).fingerprint).toBe(before.seal(of, iban).fingerprint);
    expect(then.seal(of, iban).fingerprint).toBe(before.seal(of, iban).fingerprint);
  });

  it('a value whose key is gone says which key it needs', () => {
    const sealed = before.seal(of, iban);
    expect(() => present.unseal(sealed)).toThrow(
      expect.objectContaining({ code: 'sealing-key-missing', message: expect.stringContaining(sealed.keyId) }),
    );
  });
});

it('an app without a key neither seals nor opens', () => {
  const none = sealing({ sealingKeysOld: [] });
  const missing = expect.objectContaining({ code: 'sealing-key-missing' });
  expect(() => none.seal(of, iban)).toThrow(missing);
  expect(() => none.unseal(present.seal(of, iban))).toThrow(missing);
});
