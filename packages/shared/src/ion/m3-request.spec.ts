import { describe, expect, it } from 'vitest';
import { m3GroupOf, m3Request, type M3TransactionCall } from './m3-request.js';

const call = (change: Partial<M3TransactionCall> = {}): M3TransactionCall => ({
  program: 'PPS370MI',
  company: '100',
  division: 'AAA',
  transaction: 'AddLine',
  record: { MSGN: '12', ORQA: '10.5' },
  returns: ['PNLI'],
  ...change,
});

describe('a bulk request', () => {
  it('has the transactions last, the company as a number, and values as texts', () => {
    const { body, method, headers } = m3Request('https://gw/execute', [call(), call({ returns: [] })]);
    expect(method).toBe('POST');
    expect(headers['content-type']).toBe('application/json; charset=UTF-8');
    expect(body).toBe(
      '{"program":"PPS370MI","cono":100,"divi":"AAA","excludeEmptyValues":false,"rightTrim":true,"maxReturnedRecords":0,' +
        '"transactions":[{"transaction":"AddLine","record":{"MSGN":"12","ORQA":"10.5"},"selectedColumns":["PNLI"]},' +
        '{"transaction":"AddLine","record":{"MSGN":"12","ORQA":"10.5"}}]}',
    );
  });

  it('asks for so many records at most where only a page of a list is wanted', () => {
    expect(JSON.parse(m3Request('https://gw', [call({ recordsMax: 100 })]).body).maxReturnedRecords).toBe(100);
  });

  it('leaves the division out where the company alone decides', () => {
    const { division: _, ...withoutDivision } = call();
    expect(JSON.parse(m3Request('https://gw', [withoutDivision]).body)).not.toHaveProperty('divi');
  });

  it('holds a sealed value as it is told to reveal it, and is not made where it cannot be', () => {
    const sealed = { sealed: 'x', keyId: 'k', of: 'supplier/7#iban', fingerprint: 'f', lastFour: '3000' };
    const secret = call({ record: { SUNO: 'Y1', BANO: sealed } });
    const recordOf = (reveal: (value: { lastFour: string }) => string) =>
      JSON.parse(m3Request('https://gw', [secret], reveal).body).transactions[0].record;
    expect(recordOf(({ lastFour }) => `••••${lastFour}`)).toEqual({ SUNO: 'Y1', BANO: '••••3000' });
    expect(recordOf(() => 'DE89370400440532013000')).toEqual({ SUNO: 'Y1', BANO: 'DE89370400440532013000' });
    expect(() => m3Request('https://gw', [secret])).toThrow('supplier/7#iban');
  });

  it('is for one program, company and division', () => {
    expect(m3GroupOf(call())).toBe(m3GroupOf(call({ transaction: 'AddHead' })));
    for (const other of [{ program: 'PPS001MI' }, { company: '200' }, { division: 'BBB' }, { recordsMax: 100 }])
      expect(m3GroupOf(call(other))).not.toBe(m3GroupOf(call()));
  });
});

it('without a company, M3 takes that of its user', () => {
  const call = { program: 'MNS150MI', transaction: 'GetUserData', record: {}, returns: ['USID'] };
  expect(JSON.parse(m3Request('https://gw.example', [call]).body)).not.toHaveProperty('cono');
});
