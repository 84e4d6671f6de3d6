import { describe, expect, it } from 'vitest';
import { checkPairing } from './check-pairing.js';
import { compareFields } from './compare-fields.js';

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

const field = (name: string, mandatory = false) => ({ name, mandatory });

describe('the field list of a tenant', () => {
  it.each([
    [['SUNO'], [field('SUNO', true), field('SUNM')], 'ok', /has all 1/],
    [['SUNO', 'YRE1'], [field('SUNO')], 'failed', /lacks YRE1/],
    [['SUNO'], [field('SUNO'), field('CONO', true)], 'warning', /wants CONO/],
  ])('beside %j: %j is %s', (filled, fields, state, detail) => {
    expect(compareFields('m3', filled, fields)).toMatchObject({ state, detail: expect.stringMatching(detail) });
  });
});
