import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.js';
import { ionApiBytesMax, joinUrl, parseIonApiFile } from './ionapi-file.js';
import { m3BulkUrl } from './urls.js';

const file = {
  ti: 'ACME_TST',
  cn: 'sluice',
  dt: '12',
  ci: 'ACME_TST~client',
  cs: 'secret',
  iu: 'https://mingle-ionapi.eu1.inforcloudsuite.com',
  pu: 'https://mingle-sso.eu1.inforcloudsuite.com:443/ACME_TST/as/',
  oa: 'authorization.oauth2',
  ot: 'token.oauth2',
  or: 'revoke_token.oauth2',
  ev: 'U1478000000',
  v: '1.1',
  sc: {},
  saak: 'ACME_TST#account',
  sask: 'account-secret',
};

function problemWith(change: Record<string, unknown>): Failure {
  try {
    parseIonApiFile(JSON.stringify({ ...file, ...change }));
  } catch (thrown) {
    return thrown as Failure;
  }
  throw new Error('it was taken');
}

describe('a .ionapi file', () => {
  it('is read as downloaded; keys without a use are ignored', () => {
    expect(parseIonApiFile(`\uFEFF${JSON.stringify(file)}`)).toEqual({
      tenant: 'ACME_TST',
      gatewayUrl: 'https://mingle-ionapi.eu1.inforcloudsuite.com',
      tokenUrl: 'https://mingle-sso.eu1.inforcloudsuite.com:443/ACME_TST/as/token.oauth2',
      clientId: 'ACME_TST~client',
      clientSecret: 'secret',
      serviceAccountKey: 'ACME_TST#account',
      serviceAccountSecret: 'account-secret',
      hosts: ['mingle-ionapi.eu1.inforcloudsuite.com', 'mingle-sso.eu1.inforcloudsuite.com'],
    });
  });

  it('names every key that is missing, with its meaning', () => {
    const { message, code } = problemWith({ cs: undefined, ot: ' ', saak: undefined });
    expect(code).toBe('ionapi-invalid');
    for (const key of ['"cs" (the client secret)', '"ot" (the path of the token endpoint)', '"saak"'])
      expect(message).toContain(key);
    expect(message).not.toContain('"ti"');
  });

  it('tells an interactive app from a file without a service account', () => {
    const without = { saak: undefined, sask: undefined };
    expect(problemWith({ ...without, ru: 'https://localhost' }).message).toContain('interactive');
    expect(problemWith(without).message).toContain('client-credentials');
    expect(problemWith({ sask: undefined }).message).toContain('lacks "sask"');
  });

  it.each([
    ['iu', 'not a url', '"iu" (not an address) is no address'],
    ['iu', 'ftp://host', '"iu" (ftp://host) is no http or https address'],
    ['iu', 'http://gateway.example/hush', '"iu" (http://gateway.example) must begin with https://'],
    ['pu', 'http://127.evil.example/as/', '"pu" (http://127.evil.example) must begin with https://'],
    ['pu', 'https://me:hush@sso.example/as/', '"pu" (https://sso.example) must not hold a user'],
    ['pu', 'https://sso.example/as/?to=hush', '"pu" (https://sso.example) must not hold a user, a query'],
    ['ot', 'token?to=hush', '"ot" is no plain path'],
  ])('refuses %s = %s and shows at most where it leads', (key, address, words) => {
    const { message } = problemWith({ [key]: address });
    expect(message).toContain(words);
    expect(message).not.toContain('hush');
  });

  it('may lead to this machine without encryption', () => {
    const text = JSON.stringify({ ...file, iu: 'http://127.0.0.1:4010/ion', pu: 'http://sandbox:4010/as/' });
    expect(parseIonApiFile(text).hosts).toEqual(['127.0.0.1:4010', 'sandbox:4010']);
  });

  it('larger than any download is not read', () => {
    expect(problemWith({ sc: 'x'.repeat(ionApiBytesMax) }).message).toContain('larger than 64 KB');
  });

  it.each([['no json'], ['[]'], ['null'], ['']])('refuses %j as a whole', (text) => {
    expect(() => parseIonApiFile(text)).toThrow(Failure);
  });

  it('never shows a secret in what it says', () => {
    const { message, fix } = problemWith({ iu: undefined });
    expect(`${message}${fix}`).not.toContain('secret"');
    expect(`${message}${fix}`).not.toContain('account-secret');
  });
});

describe('addresses', () => {
  it.each([
    ['https://a/as/', 'token', 'https://a/as/token'],
    ['https://a/as', '/token', 'https://a/as/token'],
    ['https://a/as//', 'token', 'https://a/as/token'],
  ])('joins %s and %s without doubling or losing the slash', (base, path, whole) => {
    expect(joinUrl(base, path)).toBe(whole);
  });

  it('puts tenant and M3’s path behind the gateway', () => {
    expect(m3BulkUrl({ gatewayUrl: 'https://gw/', tenant: 'ACME_TST' }, '/M3/m3api-rest/')).toBe(
      'https://gw/ACME_TST/M3/m3api-rest/v2/execute',
    );
  });
});
