import { describe, expect, it } from 'vitest';
import { checkPairing } from './configurations.js';

/** A trial order that becomes a real one is paid for. */
describe('Coupa and M3', () => {
  it.each([
    ['https://acme-test.coupahost.com', 'ACME_TST', 'ok'],
    ['https://acme.coupahost.com', 'ACME_PRD', 'ok'],
    ['https://acme.coupahost.com', 'ACME_TST', 'warning'],
    ['https://acme-uat2.coupahost.com', 'ACME_PRD', 'warning'],
    ['https://contest.coupahost.com', 'ACME_PRD', 'ok'],
    ['https://acme.coupahost.com', 'infor', 'unknown'],
    ['http://127.0.0.1:9000/coupa', 'SANDBOX_TST', 'ok'],
  ])('at %s with the tenant %s: %s', (url, tenant, state) => {
    expect(checkPairing(url, tenant)).toMatchObject({ state });
  });
});
