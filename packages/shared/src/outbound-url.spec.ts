import { expect, it } from 'vitest';
import { originOf, whyNotOutbound } from './outbound-url.js';

it.each([
  'https://acme.coupahost.com',
  'https://10.0.0.7:8443/path/',
  'http://127.0.0.1:4010/coupa',
  'http://127.8.9.10',
  'http://[::1]:80/as/',
  'http://localhost:3000',
  'http://sandbox:4010/ion',
])('credentials may be sent to %s', (address) => {
  expect(whyNotOutbound(address)).toBeUndefined();
});

it.each([
  ['http://acme.coupahost.com', 'https://'],
  ['http://127.evil.com', 'https://'],
  ['http://127.0.0.1.evil.com', 'https://'],
  ['http://localhost.evil.com', 'https://'],
  ['http://10.0.0.7', 'https://'],
  ['http://134744072', 'https://'],
  ['http://[2001:db8::1]', 'https://'],
  ['http://[::ffff:8.8.8.8]', 'https://'],
  ['ftp://host', 'http or https'],
  ['javascript:alert(1)', 'http or https'],
  ['https://me:hush@host.example', 'user'],
  ['https://@host.example', 'user'],
  ['https://host.example/?x=1', 'query'],
  ['https://host.example/#x', 'fragment'],
  ['words', 'no address'],
])('credentials may not be sent to %s', (address, words) => {
  expect(whyNotOutbound(address)).toContain(words);
  expect(whyNotOutbound(address)).not.toContain('hush');
});

it('of an address only its origin is shown', () => {
  expect(originOf('https://me:hush@host.example:8443/path?token=hush')).toBe('https://host.example:8443');
  expect(originOf('hush')).toBe('not an address');
});
