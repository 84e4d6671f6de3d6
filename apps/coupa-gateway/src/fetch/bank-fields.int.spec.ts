import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealing } from '@sluice/runtime/sealing/sealing';
import { SealedValue } from '@sluice/shared/sealed';
import { eventually } from '@sluice/testing/eventually';
import { send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { GatewayUnderTest } from '../../tests/gateway-under-test.js';
import { config } from '../config.js';
import { start } from '../start.js';

const iban = 'BE68 5390 0754 7034';
/** As it came, as one word, and what of it is enough to know it. */
const plain = /BE68 5390|BE68539007547034|5390 0754 7034|539007547034/;
const sealingKey = randomBytes(32);
const { unseal } = sealing({ sealingKey });

const supplier = (id: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    id: Number(id),
    name: 'Nuts & Bolts',
    status: 'active',
    'updated-at': '2026-03-09T10:12:03Z',
    'remit-to-addresses': [{ active: true, iban }],
    'custom-fields': { 'bank-number': 'KREDBEBB', note: `always pay to ${iban}` },
    ...more,
  });

/** Whoever reads a table, a topic or a log of ours must not find out where to send a supplier's money. */
describe('a bank account in Coupa’s supplier', () => {
  /** What Coupa answers, and what it was asked. */
  let body = '';
  const asked: URL[] = [];
  const sut = new GatewayUnderTest(
    ({ url = '' }, response) => {
      if (url.startsWith('/oauth2'))
        return void response.end(JSON.stringify({ access_token: 'a', token_type: 'bearer', expires_in: 86_399 }));
      asked.push(new URL(url, 'http://peer'));
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    },
    {
      COUPA_POLL: 'off',
      SLUICE_SEALING_KEY: sealingKey.toString('base64'),
      SUPPLIER_BANK_FIELDS: 'iban=remit-to-addresses.iban,bank=custom-fields.bank-number',
    },
  );
  const { prefix } = sut;
  let collected: Collection<any>[] = [];
  let suppliers: Collection<'coupa.supplier.v1'>;

  beforeAll(async () => {
    suppliers = await sut.collect('coupa.supplier.v1');
    collected = [suppliers, await sut.collect('audit.v1'), await sut.collect('dead-letter.v1')];
  });

  /** Announces the supplier and waits until Coupa's answer is folded. */
  async function fetched(id: string, answer: string): Promise<Record<string, any> | undefined> {
    body = answer;
    const before = await endedFetches(id);
    await send(prefix, 'coupa.notice.v1', `supplier/${id}`, {
      document: { type: 'supplier', id },
      reason: 'webhook',
      noticedAt: new Date().toISOString(),
    });
    await eventually(async () => expect(await endedFetches(id)).toBeGreaterThan(before));
    return suppliers.messages.findLast(({ key }) => key === `supplier/${id}`)?.value as Record<string, any> | undefined;
  }

  const snapshotsOf = (id: string): number => suppliers.messages.filter(({ key }) => key === `supplier/${id}`).length;

  const endedFetches = async (id: string): Promise<number> => {
    const rows = await sut.database.query<{ count: string }>(
      `SELECT count(*) FROM request JOIN request_item ON request_item.request_id = request.id
       JOIN command USING (command_id) WHERE command.document_id = $1 AND request.decision IS NOT NULL`,
      [id],
    );
    return Number(rows[0]?.count);
  };

  const everythingWritten = async (): Promise<string> => {
    const tables = await sut.database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const rows = tables.map(({ name }) => sut.database.query(`SELECT to_jsonb(one) FROM ${name} AS one`));
    return JSON.stringify([await Promise.all(rows), collected.map(({ messages }) => messages)]);
  };

  it('is asked for where the installation has it, and published sealed', async () => {
    await fetched('17', supplier('17'));
    const snapshot = await eventually(() => {
      const found = suppliers.messages.find(({ key }) => key === 'supplier/17')?.value as any;
      expect(found).toBeDefined();
      return found;
    });
    expect(asked.at(-1)?.searchParams.get('fields')).toContain(
      '{"remit_to_addresses":["remit_to_code","external_src_ref","active","iban"]}',
    );
    const account = SealedValue.parse(snapshot.body['remit-to-addresses'][0].iban);
    expect(account).toMatchObject({ lastFour: '7034', iban: { country: 'BE', isValid: true } });
    expect(unseal(account, 'supplier/17')).toBe('BE68539007547034');
    expect(snapshot.body['custom-fields']).toEqual({ 'bank-number': 'KREDBEBB', note: 'always pay to ••••7034' });
  });

  it('that has not changed is no change, though it is sealed anew each time', async () => {
    const before = snapshotsOf('17');
    await fetched('17', supplier('17'));
    await fetched('17', supplier('17', { name: 'Nuts, Bolts & More' }));
    await eventually(() => expect(snapshotsOf('17')).toBe(before + 1));
  });

  it.each([
    ['a supplier that cannot be understood', (id: string) => supplier(id, { name: null })],
    ['another supplier than was asked for', () => supplier('99')],
    ['an answer that is cut', (id: string) => supplier(id).slice(0, -120)],
  ])('is in nothing that is kept of %s', async (what, answer) => {
    await fetched(String(20 + what.length), answer(String(20 + what.length)));
  });

  it('is in no table and no message', async () => {
    const written = await everythingWritten();
    expect(written).toContain('••••7034');
    expect(written).not.toMatch(plain);
  });
});

it('is not read without a key that seals it: the app says so and does not start', async () => {
  const environment = testEnvironment({
    prefix: testPrefix(),
    databaseUrl: 'postgres://127.0.0.1/none',
    COUPA_URL: 'http://127.0.0.1:1',
    COUPA_CLIENT_ID: 'sluice',
    COUPA_CLIENT_SECRET: 'hush',
    SUPPLIER_BANK_FIELDS: 'iban=custom-fields.iban',
  });
  await expect(start(config.parse(environment))).rejects.toThrow(/SLUICE_SEALING_KEY is not/);
});
