import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { keyOf, verifySignature } from './verify-signature.js';

const secret = 'current-secret';
const form = { encoding: 'any', prefix: 'sha256=' } as const;
const body = Buffer.from('{"event_id":"1","n":1.10}');
const mac = createHmac('sha256', secret).update(body);
const digest = mac.digest();
const hex = digest.toString('hex');

describe('a signature made with the secret over the very bytes is accepted', () => {
  it.each([
    ['hex', hex],
    ['upper-case hex', hex.toUpperCase()],
    ['hex with prefix', `sha256=${hex}`],
    ['base64', digest.toString('base64')],
    ['base64 with prefix', `sha256=${digest.toString('base64')}`],
    ['URL-safe base64', digest.toString('base64url')],
    ['blanks around it', ` ${hex} `],
    ['after another, with a comma', `sha256=${'0'.repeat(64)}, sha256=${hex}`],
    ['before another, with a blank', `${hex} ${'0'.repeat(64)}`],
    ['with a version before each, as in Standard Webhooks', `v1,${'A'.repeat(43)}= v1,${digest.toString('base64')}`],
  ])('%s', (_, given) => {
    expect(verifySignature([body], given, [secret], form)).toBe(true);
  });

  it('T10: under the previous secret too, while both are configured', () => {
    expect(verifySignature([body], hex, ['next-secret', secret], form)).toBe(true);
  });
});

describe('anything else is refused', () => {
  const otherSecret = createHmac('sha256', 'guess').update(body).digest('hex');
  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['only the prefix', 'sha256='],
    ['another secret', otherSecret],
    ['a shortened one', hex.slice(0, 62)],
    ['a lengthened one', `${hex}00`],
    ['several, of which none is right', `${otherSecret}, ${otherSecret}`],
    ['the right one after more than anybody writes', `${`${otherSecret} `.repeat(30)}${hex}`],
    ['words', 'let me in'],
  ])('%s', (_, given) => {
    expect(verifySignature([body], given, [secret], form)).toBe(false);
  });

  it('a body that means the same but has other bytes', () => {
    expect(verifySignature([Buffer.from('{"event_id": "1","n":1.1}')], hex, [secret], form)).toBe(false);
  });

  it('everything, when no secret is configured', () => {
    expect(verifySignature([body], hex, [], form)).toBe(false);
  });
});

describe('the form of a signature is a setting', () => {
  it('a sender that writes hex is not let in with base64, and the other way round', () => {
    const base64 = digest.toString('base64');
    expect(verifySignature([body], base64, [secret], { ...form, encoding: 'hex' })).toBe(false);
    expect(verifySignature([body], hex, [secret], { ...form, encoding: 'base64' })).toBe(false);
    expect(verifySignature([body], base64, [secret], { ...form, encoding: 'base64' })).toBe(true);
  });

  it('another text before it is taken off', () => {
    expect(verifySignature([body], `v1=${hex}`, [secret], { ...form, prefix: 'v1=' })).toBe(true);
    expect(verifySignature([body], `v1=${hex}`, [secret], form)).toBe(false);
  });

  it('the timestamp may be signed with the body; another timestamp then does not fit', () => {
    const signed = createHmac('sha256', secret).update('1773076323.').update(body).digest('hex');
    expect(verifySignature(['1773076323', '.', body], signed, [secret], form)).toBe(true);
    expect(verifySignature(['1773076324', '.', body], signed, [secret], form)).toBe(false);
    expect(verifySignature([body], signed, [secret], form)).toBe(false);
  });
});

/** The library of its authors signs here, so that what is read is what senders write. */
describe('Standard Webhooks', () => {
  const standardSecret = `whsec_${Buffer.from('a key of twenty-four by.').toString('base64')}`;
  const at = new Date('2026-03-09T17:12:03Z');
  const seconds = String(at.getTime() / 1000);
  const signature = new Webhook(standardSecret).sign('msg_1', at, body.toString());
  const key = keyOf(standardSecret, 'auto') ?? '';

  it('a signature over id, timestamp and body, under a key in base64, is accepted', () => {
    expect(verifySignature(['msg_1', '.', seconds, '.', body], signature, [key], form)).toBe(true);
    expect(verifySignature(['msg_1', '.', seconds, '.', body], `v1,${'A'.repeat(43)}= ${signature}`, [key], form)).toBe(
      true,
    );
  });

  it('and none for another id', () => {
    expect(verifySignature(['msg_2', '.', seconds, '.', body], signature, [key], form)).toBe(false);
  });

  it.each([
    ['whsec_ and too short a key', 'whsec_YWJj', 'auto'],
    ['what is no base64', 'a secret in words!', 'base64'],
  ] as const)('a secret of %s is none', (_, written, encoding) => {
    expect(keyOf(written, encoding)).toBeUndefined();
  });

  it.each([
    ['text', 'whsec_as-it-is-written', 'text', 'whsec_as-it-is-written'],
    ['a text that is not marked', 'YWJjZGVmZ2hpamtsbW5vcA==', 'auto', 'YWJjZGVmZ2hpamtsbW5vcA=='],
    ['base64 by setting', 'YWJjZGVmZ2hpamtsbW5vcA==', 'base64', Buffer.from('abcdefghijklmnop')],
  ] as const)('a secret is %s', (_, written, encoding, expected) => {
    expect(keyOf(written, encoding)).toEqual(expected);
  });
});
