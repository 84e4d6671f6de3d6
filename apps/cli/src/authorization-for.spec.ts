import { describe, expect, it } from 'vitest';
import { authorizationFor } from './authorization-for.js';

/** A token that was read on its way lets a stranger ignore, retry and map as any operator does. */
describe('the token is sent over TLS, or to this machine only', () => {
  it.each([
    'https://sluice.example.com',
    'https://10.0.0.5:8443',
    'http://127.0.0.1:8086',
    'http://127.1.2.3',
    'http://localhost:8086',
    'http://console.localhost',
    'http://[::1]:8086',
  ])('it goes to %s', (url) => {
    expect(authorizationFor(url, 'secret')).toEqual({ authorization: 'Bearer secret' });
  });

  it.each([
    'http://sluice.example.com',
    'http://10.0.0.5:8086',
    'http://console:8086',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1@example.com',
  ])('it does not go to %s', (url) => {
    expect(() => authorizationFor(url, 'secret')).toThrow(
      expect.objectContaining({ code: 'configuration-invalid', message: expect.not.stringContaining('secret') }),
    );
  });

  it('where there is no token, none is sent', () => {
    expect(authorizationFor('http://console:8086', undefined)).toEqual({});
  });
});
