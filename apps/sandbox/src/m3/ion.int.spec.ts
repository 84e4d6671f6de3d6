import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';

let sandbox: SandboxClient;
let token: string;

beforeAll(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', masterData);
  token = await sandbox.ionToken();
});

afterAll(() => sandbox?.stop());

describe('the .ionapi file', () => {
  it('has the keys that a backend service has, and leads back here', async () => {
    const file = await sandbox.admin('GET', '/ionapi');
    expect(Object.keys(file)).toEqual(
      expect.arrayContaining(['ti', 'cn', 'ci', 'cs', 'iu', 'pu', 'oa', 'ot', 'or', 'saak', 'sask', 'v']),
    );
    expect(file).toMatchObject({
      ti: 'SANDBOX_TST',
      iu: `${sandbox.url}/ion`,
      pu: `${sandbox.url}/ion/sso/SANDBOX_TST/as/`,
      ci: expect.stringMatching(/^SANDBOX_TST~/),
      saak: expect.stringMatching(/^SANDBOX_TST#/),
    });
  });
});

describe('the token endpoint of ION', () => {
  it('gives a token for the keys of the service account', async () => {
    const { status, json } = await sandbox.askIonToken();
    expect({ status, json }).toEqual({
      status: 200,
      json: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 7200 },
    });
  });

  it.each([
    ['a wrong client secret', { client_secret: 'guess' }, 401, 'invalid_client'],
    ['wrong keys of the account', { password: 'guess' }, 400, 'invalid_grant'],
    ['client credentials', { grant_type: 'client_credentials' }, 400, 'unauthorized_client'],
    ['another grant', { grant_type: 'implicit' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_, fields, status, error) => {
    expect(await sandbox.askIonToken(fields)).toMatchObject({ status, json: { error } });
  });

  it('gives client credentials when the app has them, and the life that is set', async () => {
    const other = await SandboxClient.start({ ionClientCredentials: true, ionTokenSeconds: 60 });
    const { status, json } = await other.askIonToken({ grant_type: 'client_credentials' });
    expect({ status, life: json.expires_in }).toEqual({ status: 200, life: 60 });
    await other.stop();
  });

  it('takes a token back', async () => {
    const { pu, or, ci, cs } = await sandbox.admin('GET', '/ionapi');
    const mine = await sandbox.ionToken();
    const basic = Buffer.from(`${encodeURIComponent(ci)}:${encodeURIComponent(cs)}`).toString('base64');
    const revoked = await sandbox.ask(pu + or, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${mine}&token_type_hint=access_token`,
    });
    expect(revoked.status).toBe(200);
    expect((await sandbox.single('MNS150MI/GetUserData', mine)).status).toBe(401);
  });

  it('is known by its tenant', async () => {
    const { pu, ot } = await sandbox.admin('GET', '/ionapi');
    const path = `${pu}${ot}`.replace('SANDBOX_TST', 'OTHER');
    expect((await sandbox.ask(path, { method: 'POST' })).status).toBe(404);
  });
});

describe('the gateway', () => {
  it('refuses who has no token, what it does not know, and the wrong method', async () => {
    const base = '/ion/SANDBOX_TST/M3/m3api-rest';
    const headers = { authorization: `Bearer ${token}` };
    expect((await sandbox.single('MNS150MI/GetUserData', 'made up')).status).toBe(401);
    expect((await sandbox.ask(`${base}/v2/execute/MNS150MI/GetUserData`)).status).toBe(401);
    expect((await sandbox.ask(`${base}/execute/MNS150MI/GetUserData`, { headers })).status).toBe(404);
    expect((await sandbox.ask('/ion/OTHER/M3/m3api-rest/v2/execute', { headers })).status).toBe(404);
    expect((await sandbox.ask(`${base}/v2/execute`, { headers })).status).toBe(405);
    expect((await sandbox.ask(`${base}/v2/execute`, { headers, method: 'POST', body: '{}' })).status).toBe(415);
  });
});

describe('a bulk request', () => {
  it('answers each transaction by itself, in order, with the counts', async () => {
    const { status, json } = await sandbox.bulk('CRS620MI', [
      { transaction: 'GetBasicData', record: { SUNO: 'Y30001' }, selectedColumns: ['SUNO', 'STAT'] },
      { transaction: 'GetBasicData', record: { SUNO: 'NOBODY' } },
      { transaction: 'GetBasicDate', record: { SUNO: 'Y30001' } },
      { transaction: 'GetBasicData', record: { SUNO: 'Y3000100001' } },
      { transaction: 'GetBasicData', record: {} },
      { transaction: 'LstAddresses', record: { SUNO: 'Y30001' }, selectedColumns: ['ADID', 'TOWN'] },
    ]);
    expect(status).toBe(200);
    expect(json).toEqual({
      results: [
        { transaction: 'GetBasicData', records: [{ SUNO: 'Y30001', STAT: '20' }] },
        {
          transaction: 'GetBasicData',
          errorMessage: 'Supplier NOBODY does not exist'.padEnd(80),
          errorCode: 'WSU0103',
          errorField: 'SUNO',
          errorCfg: null,
          errorType: 'ServerReturnedNOK',
          records: [],
        },
        expect.objectContaining({ errorType: 'TransactionNotFound', records: [] }),
        expect.objectContaining({ errorType: 'InputFieldTooLong', errorField: 'SUNO' }),
        expect.objectContaining({ errorType: 'MandatoryInputFieldNotFound', errorField: 'SUNO' }),
        { transaction: 'LstAddresses', records: [{ ADID: 'MAIN', TOWN: 'Ghent' }] },
      ],
      wasTerminated: false,
      terminationReason: null,
      terminationErrorType: null,
      nrOfSuccessfullTransactions: 2,
      nrOfFailedTransactions: 4,
      nrOfNotProcessedTransactions: 0,
      bulkJobId: null,
    });
  });

  it('that is malformed is refused whole, in no shape of an answer', async () => {
    const record = { SUNO: 'Y30001' };
    const transactions = [{ transaction: 'GetBasicData', record }];
    const late = await sandbox.bulkText(JSON.stringify({ program: 'CRS620MI', transactions, cono: 100 }), token);
    expect(late.status).toBe(400);
    expect(late.json).not.toHaveProperty('results');
    expect((await sandbox.bulkText('{"program":', token)).status).toBe(400);
    expect((await sandbox.bulk('CRS620MI', transactions, { cono: '100' }, token)).status).toBe(400);
  });

  it('for a program that there is not fails each transaction', async () => {
    const { status, json } = await sandbox.bulk('PPS999MI', [{ transaction: 'Add', record: {} }], {}, token);
    expect(status).toBe(200);
    expect(json.results).toMatchObject([{ errorType: 'TransactionNotFound' }]);
  });

  it('pads, cuts off and repeats the input as it is told', async () => {
    const asked = { transaction: 'LstSuppliers', record: {}, selectedColumns: ['SUNO'] };
    const options = { rightTrim: false, maxReturnedRecords: 1, extendedResult: true };
    const { json } = await sandbox.bulk('CRS620MI', [asked], options, token);
    expect(json.results).toEqual([{ transaction: 'LstSuppliers', records: [{ SUNO: 'Y30001    ' }], parameters: {} }]);
  });

  it('is refused for a company or division that the user has no part in', async () => {
    const asked = [{ transaction: 'LstSuppliers', record: {} }];
    const { json } = await sandbox.bulk('CRS620MI', asked, { cono: 200 }, token);
    expect(json.results).toMatchObject([{ errorCode: 'XAU0008', errorField: 'CONO' }]);
    const division = await sandbox.bulk('CRS620MI', asked, { divi: 'ZZZ' }, token);
    expect(division.json.results).toMatchObject([{ errorCode: 'XAU0008', errorField: 'DIVI' }]);
  });
});

describe('a single call', () => {
  it('answers like a bulk request of one', async () => {
    const path = 'CRS620MI/GetBasicData;maxrecs=100;excludempty=true;cono=100;returncols=SUNO,SUNM,ALSU?SUNO=Y30001';
    expect(await sandbox.single(path, token)).toMatchObject({
      status: 200,
      json: {
        results: [{ transaction: 'GetBasicData', records: [{ SUNO: 'Y30001    ', SUNM: 'Acme Bearings'.padEnd(36) }] }],
        nrOfSuccessfullTransactions: 1,
      },
    });
    const trimmed = await sandbox.single('CRS620MI/GetBasicData?SUNO=Y30001&cono=100&righttrim=true', token);
    expect(trimmed.json.results[0].records[0]).toMatchObject({ SUNO: 'Y30001', CONO: '100', TEPY: 'N30' });
  });

  it('tells what the program refuses in the first result of a 200', async () => {
    const reply = await sandbox.single('CRS620MI/GetBasicData?SUNO=NOBODY', token);
    expect(reply.status).toBe(200);
    expect(reply.json.results).toMatchObject([{ errorCode: 'WSU0103', errorType: 'ServerReturnedNOK', records: [] }]);
  });

  it('tells what is wrong with the call at the top of a 400', async () => {
    const reply = await sandbox.single('CRS620MI/GetBasicData', token);
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({
      errorType: 'MandatoryInputFieldNotFound',
      errorField: 'SUNO',
      results: [],
      nrOfFailedTransactions: 1,
    });
  });
});

describe('what M3 says of itself', () => {
  it('names the user of the service account', async () => {
    const { records } = await sandbox.run('MNS150MI', 'GetUserData', {});
    expect(records).toMatchObject([{ USID: 'SVCCOUPA', CONO: '100', DIVI: '' }]);
  });

  it('lists the fields of a transaction with length, decimals and whether they must be given', async () => {
    const ask = (TRNM: string, TRTP: string) =>
      sandbox.run('MRS001MI', 'LstAdtFieldInf', { MINM: 'PPS370MI', TRNM, TRTP });
    const { records } = await ask('AddLine', 'I');
    const field = (name: string) => records.find(({ FLNM }: Record<string, string>) => FLNM === name);
    expect(field('ORQA')).toMatchObject({ TYPE: 'N', LENG: '17', FLDP: '6', MAND: '1' });
    expect(field('PITD')).toMatchObject({ TYPE: 'A', LENG: '30', FLDP: '0', MAND: '0' });
    expect((await ask('AddHead', 'O')).records).toMatchObject([{ FLNM: 'PUNO', LENG: '10' }]);
    const head = await sandbox.run('MRS001MI', 'LstFields', { MINM: 'PPS370MI', TRNM: 'AddHead', TRTP: 'I' });
    expect(head.records.map(({ FLNM }: Record<string, string>) => FLNM)).not.toContain('PUNO');
  });

  it('finds suppliers by number and by time of change', async () => {
    const list = async (record: Record<string, string>): Promise<string[]> =>
      (await sandbox.run('CRS620MI', 'LstSuppliers', record)).records.map(({ SUNO }: { SUNO: string }) => SUNO);
    expect(await list({})).toEqual(['Y30001', 'Y30002']);
    expect(await list({ FRSU: 'Y30002', TOSU: 'Y3' })).toEqual([]);
    expect(await list({ FRSU: 'Y30002' })).toEqual(['Y30002']);
    expect(await list({ LMTS: String(Date.now() + 60_000) })).toEqual([]);
    const address = await sandbox.run('CRS620MI', 'GetAddress', { SUNO: 'Y30001', ADTE: '1', ADID: 'MAIN' });
    expect(address.records).toMatchObject([{ ADR1: 'Dock 3', CSCD: 'BE', PRIA: '1', SUNM: 'Acme Bearings' }]);
  });
});
