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

const asIs = (text: string): string => text;

/** How many rows a list of more than a hundred answers. */
const rows = async (options: object): Promise<number> => {
  const record = { MINM: 'MMS200MI', TRNM: 'GetItmWhsBasic', TRTP: 'O' };
  const { json } = await sandbox.bulk('MRS001MI', [{ transaction: 'LstAdtFieldInf', record }], options, token);
  return json.results[0].records.length;
};

describe('the .ionapi file', () => {
  it('has the keys that a backend service has, and leads back here', async () => {
    const file = await sandbox.admin('GET', '/ionapi');
    expect(Object.keys(file)).toEqual(
      expect.arrayContaining(['ti', 'cn', 'ci', 'cs', 'iu', 'pu', 'oa', 'ot', 'or', 'saak', 'sask', 'v']),
    );
    expect(file).toMatchObject({
      ti: 'SANDBOX_TST',
      iu: sandbox.url,
      pu: `${sandbox.url}/SANDBOX_TST/as/`,
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
    ['a refresh', { grant_type: 'refresh_token', refresh_token: 'any' }, 400, 'unauthorized_client'],
  ])('refuses %s', async (_, fields, status, error) => {
    expect(await sandbox.askIonToken(fields)).toMatchObject({ status, json: { error } });
  });

  it('gives client credentials when the app has them, and the life that is set', async () => {
    const other = await SandboxClient.start({ ionClientCredentials: true, ionTokenSeconds: 60 });
    const { status, json } = await other.askIonToken({ grant_type: 'client_credentials' });
    expect({ status, life: json.expires_in }).toEqual({ status: 200, life: 60 });
    await other.stop();
  });

  it('gives a refresh token where the app issues them, good until it is revoked', async () => {
    const other = await SandboxClient.start({ ionRefreshTokens: 'by-scope' });
    expect((await other.askIonToken()).json).not.toHaveProperty('refresh_token');
    const first = (await other.askIonToken({ scope: 'offline_access' })).json.refresh_token;
    const refresh = (token: string) => other.askIonToken({ grant_type: 'refresh_token', refresh_token: token });
    const renewed = await refresh(first);
    expect((await other.single('MNS150MI/GetUserData', renewed.json.access_token)).status).toBe(200);
    expect((await refresh(renewed.json.refresh_token)).status).toBe(200);
    const { pu, or, ci, cs } = await other.admin('GET', '/ionapi');
    await other.ask(pu + or, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: ci, client_secret: cs, token: first }).toString(),
    });
    expect(await refresh(first)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    await other.admin('PUT', '/m3/settings', { ionRefreshTokens: 'always' });
    expect((await other.askIonToken()).json).toHaveProperty('refresh_token', expect.any(String));
    await other.stop();
  });

  it('takes the client in each spelling, or in the only one that is set', async () => {
    const other = await SandboxClient.start();
    const ways = {
      body: () => other.askIonToken(),
      'basic-raw': () => other.askIonTokenByBasic(asIs),
      'basic-encoded': () => other.askIonTokenByBasic(encodeURIComponent),
    };
    const taken = async (): Promise<string[]> => {
      const tried = Object.entries(ways).map(async ([name, ask]) => ((await ask()).status === 200 ? [name] : []));
      return (await Promise.all(tried)).flat();
    };
    expect(await taken()).toEqual(Object.keys(ways));
    for (const ionClientSpelling of Object.keys(ways)) {
      await other.admin('PUT', '/m3/settings', { ionClientSpelling });
      expect(await taken()).toEqual([ionClientSpelling]);
    }
    await other.stop();
  });

  it('says null for what it does not give, where that is set', async () => {
    const other = await SandboxClient.start({ ionNullMembers: true });
    expect((await other.askIonToken()).json).toMatchObject({ refresh_token: null, id_token: null, scope: null });
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
    const base = '/SANDBOX_TST/M3/m3api-rest';
    const headers = { authorization: `Bearer ${token}` };
    expect((await sandbox.single('MNS150MI/GetUserData', 'made up')).status).toBe(401);
    expect((await sandbox.ask(`${base}/v2/execute/MNS150MI/GetUserData`)).status).toBe(401);
    expect((await sandbox.ask(`${base}/v3/execute/MNS150MI/GetUserData`, { headers })).status).toBe(404);
    expect((await sandbox.ask(`${base}/csrf`, { headers })).status).toBe(404);
    expect((await sandbox.ask('/OTHER/M3/m3api-rest/v2/execute', { headers })).status).toBe(404);
    expect((await sandbox.ask('/ion/OTHER/M3/m3api-rest/v2/execute', { headers })).status).toBe(404);
    expect((await sandbox.ask(`${base}/v2/execute`, { headers })).status).toBe(405);
    expect((await sandbox.ask(`${base}/v2/execute`, { headers, method: 'POST', body: '{}' })).status).toBe(415);
  });
});

it('the gateway and its authorization server answer at the host’s root and under /ion', async () => {
  const { ci, cs, saak, sask } = await sandbox.admin('GET', '/ionapi');
  const form = { grant_type: 'password', client_id: ci, client_secret: cs, username: saak, password: sask };
  const statuses = [];
  for (const [server, gateway] of [
    ['/SANDBOX_TST', '/SANDBOX_TST'],
    ['/ion/sso/SANDBOX_TST', '/ion/SANDBOX_TST'],
  ]) {
    const given = await sandbox.ask(`${server}/as/token.oauth2`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const headers = { authorization: `Bearer ${given.json.access_token}` };
    const user = await sandbox.ask(`${gateway}/M3/m3api-rest/v2/execute/MNS150MI/GetUserData`, { headers });
    statuses.push(given.status, user.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200]);
});

it('everything is served over TLS, with a certificate that was signed by itself or was given', async () => {
  const secure = await SandboxClient.start({ tlsSelfSigned: true });
  const { iu } = await secure.admin('GET', '/ionapi');
  expect(iu).toBe(secure.url);
  expect(iu).toMatch(/^https:/);
  expect((await secure.single('MNS150MI/GetUserData')).status).toBe(200);
  expect((await secure.ask('/admin/certificate', { headers: { authorization: 'Bearer admin-token' } })).text).toMatch(
    /^-----BEGIN CERTIFICATE-----/,
  );
  await expect(fetch(secure.url)).rejects.toThrow();
  await secure.admin('POST', '/faults', { system: 'm3', kind: 'drop-answer' });
  await expect(secure.single('MNS150MI/GetUserData')).rejects.toThrow();
  await secure.stop();
  expect((await sandbox.tryAdmin('GET', '/certificate')).status).toBe(404);
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
        results: [{ transaction: 'GetBasicData', records: [{ SUNO: 'Y30001', SUNM: 'Acme Bearings' }] }],
        nrOfSuccessfullTransactions: 1,
      },
    });
    const padded = await sandbox.single('CRS620MI/GetBasicData?SUNO=Y30001&cono=100&righttrim=false', token);
    expect(padded.json.results[0].records[0]).toMatchObject({ SUNO: 'Y30001    ', CONO: '100', TEPY: 'N30' });
  });

  it('takes the generic parameters, and the dates as they are written', async () => {
    const generic = 'metadata=true;maxrecs=1;lanc=GB;dateformat=YMD8-';
    const path = `CRS620MI/GetAddress;${generic}?SUNO=Y30001&ADTE=1&ADID=MAIN&STDT=2020-01-01`;
    const { status, json } = await sandbox.single(path, token);
    expect(status).toBe(200);
    expect(json.results[0].records).toMatchObject([{ STDT: '2020-01-01' }]);
    const wrong = await sandbox.single('CRS620MI/GetAddress?SUNO=Y30001&STDT=2020-01-01', token);
    expect(wrong.json.results).toMatchObject([{ errorCode: 'XDT0001', errorField: 'STDT' }]);
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

describe('the first version of the REST layer', () => {
  it('answers a single call in names and values, padded, and describes its fields unless told not to', async () => {
    const path = 'CRS620MI/GetBasicData;metadata=true;maxrecs=100;excludempty=false;cono=100;returncols=SUNO,SUNM';
    expect(await sandbox.singleV1(`${path}?SUNO=Y30001&_rid=1`, token)).toMatchObject({
      status: 200,
      json: {
        Program: 'CRS620MI',
        Transaction: 'GetBasicData',
        Metadata: {
          Field: [
            { '@name': 'SUNO', '@type': 'A', '@length': 10, '@description': 'Supplier number' },
            { '@name': 'SUNM', '@type': 'A', '@length': 36, '@description': 'Supplier name' },
          ],
        },
        MIRecord: [
          {
            NameValue: [
              { Name: 'SUNO', Value: 'Y30001    ' },
              { Name: 'SUNM', Value: 'Acme Bearings'.padEnd(36) },
            ],
            RowIndex: 0,
          },
        ],
      },
    });
    const keysOf = async (options: string) =>
      Object.keys((await sandbox.singleV1(`CRS620MI/GetBasicData${options}?SUNO=Y30001`, token)).json);
    expect(await keysOf('')).toEqual(['Program', 'Transaction', 'Metadata', 'MIRecord']);
    expect(await keysOf(';metadata=false')).toEqual(['Program', 'Transaction', 'MIRecord']);
  });

  it('refuses with 200 and a message of its own shape', async () => {
    expect(await sandbox.singleV1('CRS620MI/GetBasicData?SUNO=NOBODY', token)).toMatchObject({
      status: 200,
      json: {
        Message: 'Supplier NOBODY does not exist'.padEnd(80),
        '@type': 'ServerReturnedNOK',
        '@code': 'WSU0103',
        '@cfg': null,
        '@field': 'SUNO',
      },
    });
    const unknown = await sandbox.singleV1('CRS620MI/GetBasicDate', token);
    expect(unknown).toMatchObject({ status: 200, json: { '@type': 'TransactionNotFound' } });
  });

  it('takes bulk requests too', async () => {
    const body = { program: 'CRS620MI', transactions: [{ transaction: 'LstSuppliers', selectedColumns: ['SUNO'] }] };
    const { status, json } = await sandbox.ask('/SANDBOX_TST/M3/m3api-rest/execute', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(status).toBe(200);
    expect(json.results[0].records[0]).toEqual({ SUNO: 'Y30001    ' });
  });
});

describe('a list', () => {
  it('ends after a hundred records, the number that is said, or not at all with 0', async () => {
    const all = await rows({ maxReturnedRecords: 0 });
    expect(all).toBeGreaterThan(100);
    expect([await rows({}), await rows({ maxReturnedRecords: 7 })]).toEqual([100, 7]);
    const path = 'MRS001MI/LstAdtFieldInf;maxrecs=0?MINM=MMS200MI&TRNM=GetItmWhsBasic&TRTP=O';
    expect((await sandbox.single(path, token)).json.results[0].records).toHaveLength(all);
  });

  it('ends where this M3 ends every list, without a word', async () => {
    await sandbox.admin('PUT', '/m3/settings', { listLimit: 20 });
    expect(await rows({ maxReturnedRecords: 0 })).toBe(20);
    await sandbox.admin('PUT', '/m3/settings', { listLimit: 0 });
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
    expect(field('PITD')).toMatchObject({
      TYPE: 'A',
      LENG: '60',
      FLDP: '0',
      MAND: '0',
      FLDS: 'Purchase order item name',
    });
    expect((await ask('AddHead', 'O')).records).toMatchObject([{ FLNM: 'PUNO', LENG: '10' }]);
    const head = await sandbox.run('MRS001MI', 'LstFields', { MINM: 'PPS370MI', TRNM: 'AddHead', TRTP: 'I' });
    expect(head.records.map(({ FLNM }: Record<string, string>) => FLNM)).toContain('PUNO');
  });

  it('has an older release with fewer transactions and shorter fields, where that is set', async () => {
    const older = await SandboxClient.start({ olderRelease: true, lackingPrograms: 'PPS095MI' });
    await older.admin('PUT', '/m3/master', masterData);
    const transactions = await older.run('MRS001MI', 'LstTransactions', { MINM: 'PPS370MI' });
    const names = transactions.records.map(({ TRNM }: Record<string, string>) => TRNM);
    expect(names).toContain('FinishEntry');
    expect(names).not.toContain('LstBatchLine');
    const lacking = { errorType: 'TransactionNotFound' };
    expect(await older.run('PPS370MI', 'GetBatchHead', { PUNO: '1' })).toMatchObject(lacking);
    expect(await older.run('PPS095MI', 'LstOrderType', {})).toMatchObject(lacking);
    const line = { MSGN: '1', ITNO: 'BRG6204', ORQA: '1', PITD: 'x'.repeat(31) };
    expect(await older.run('PPS370MI', 'AddLine', line)).toMatchObject({ errorType: 'InputFieldTooLong' });
    expect(await sandbox.run('PPS370MI', 'AddLine', line)).toMatchObject({ errorCode: 'WMS3703' });
    await older.stop();
  });

  it('has its words for a message in the language asked for, else in the user’s', async () => {
    const words = async (record: Record<string, string>, program = 'PPS370MI') =>
      (await sandbox.run(program, 'GetMessageText', record)).records;
    expect(await words({ MSID: 'WSU0103' })).toMatchObject([{ MSID: 'WSU0103', MSGD: 'Supplier &1 does not exist' }]);
    expect(await words({ MSID: 'WSU0103', LNCD: 'DE' }, 'CRS620MI')).toMatchObject([
      { MSGD: 'Lieferant &1 ist nicht vorhanden' },
    ]);
    expect(await sandbox.run('CRS620MI', 'GetMessageText', { MSID: 'ZZZ9999' })).toMatchObject({
      errorCode: 'XRE0103',
    });
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
