import { createHash, randomBytes } from 'node:crypto';
import { openDatabase } from '@sluice/runtime/postgres/database';
import { appNames, type AppName } from '@sluice/shared/apps';
import { topicNames } from '@sluice/shared/topics';
import { eventually } from '@sluice/testing/eventually';
import { collect, type Collection } from '@sluice/testing/kafka';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppProcess } from './app-process.js';
import { Story } from './story.js';
import { makeWorld, type World } from './world.js';

const before = 'BE68 5390 0754 7034';
const after = 'NL91 ABNA 0417 1643 00';
const tokens = { ada: randomBytes(16).toString('hex'), bob: randomBytes(16).toString('hex') };

const settings = {
  SUPPLIER_SYNC: 'to-m3',
  SLUICE_SEALING_KEY: randomBytes(32).toString('base64'),
  SUPPLIER_BANK_FIELDS: 'iban=custom-fields.iban',
  SUPPLIER_BANK_DIVISIONS: '100=AAA',
  M3_BANK_ACCOUNT_FIELDS: 'BKIN=01,LNCD=GB',
  SLUICE_PERSONAL_TOKENS: Object.entries(tokens)
    .map(([name, token]) => `${name}=${createHash('sha256').update(token).digest('hex')}`)
    .join(','),
  LOG_LEVEL: 'trace',
};

let world: World;
let story: Story;
let topics: Collection<any>[];
const apps = new Map<AppName, AppProcess>();

beforeAll(async () => {
  const made = await makeWorld();
  world = { ...made, environmentOf: (app) => ({ ...made.environmentOf(app), ...settings }) };
  const prefix = world.environmentOf('console')['SLUICE_PREFIX'] ?? '';
  topics = await Promise.all(topicNames.map((topic) => collect(prefix, topic)));
  for (const name of appNames) apps.set(name, new AppProcess(name, world));
  await Promise.all([...apps.values()].map((app) => app.start()));
  await world.importMappings();
  story = new Story(world.addresses);
});

afterAll(async () => {
  await Promise.all([...apps.values()].map((app) => app.stop()));
  await Promise.all((topics ?? []).map((topic) => topic.stop()));
  await world?.end();
});

test('S16: a bank change needs two people, and shows its number nowhere', async () => {
  const supplier = await story.givenSupplier({
    'custom-fields': { iban: before },
    'updated-by': { login: 'mallory@acme.com' },
  });
  await story.whenSupplierGets(supplier, {});
  const first = await thenHeld(supplier, '••••7034 (BE)');
  expect(first.reason.message).toContain('M3 has none');
  expect(first.reason.message).toContain('changed in Coupa by mallory@acme.com');

  // The answer to the first account is lost: it is there once all the same.
  await story.givenFault({ system: 'm3', kind: 'drop-answer', program: 'CRS692MI', transaction: 'AddBankAccount' });
  await whenApprovedBy('ada', supplier, first.question);
  await whenApprovedBy('bob', supplier, first.question);
  await thenM3Has(supplier, [['BE68539007547034', '1']]);
  await thenBankIs(supplier, 'Posted');

  await story.whenSupplierGets(supplier, { 'custom-fields': { iban: after } });
  const second = await thenHeld(supplier, '••••4300 (NL)');
  expect(second.reason.message).toContain('M3 has ••••7034 (BE)');
  const shared = await approve(supplier, second.question, world.addresses.console.apiToken);
  expect(shared).toMatchObject({ status: 403, body: { error: { code: 'personal-token-needed' } } });
  await whenApprovedBy('ada', supplier, second.question);
  await thenHeld(supplier, 'approved by ada');
  await whenApprovedBy('ada', supplier, second.question);
  const { body } = await console('GET', '/api/approvals', tokens.bob);
  expect(body.approvals).toMatchObject([{ document: { type: 'supplier', id: supplier.id }, id: second.question }]);
  await thenM3Has(supplier, [['BE68539007547034', '1']]);

  await whenApprovedBy('bob', supplier, second.question);
  await thenM3Has(supplier, [
    ['NL91ABNA0417164300', '1'],
    ['BE68539007547034', '2'],
  ]);
  await thenBankIs(supplier, 'Posted');
  await thenTheSyncHasToldSinceWhen(supplier);

  const written = await everythingWritten(supplier);
  // What was looked through is what there is: the masks stand in it.
  expect(
    Object.entries(written)
      .filter(([, text]) => text.includes('••••7034'))
      .map(([where]) => where),
  ).toEqual(expect.arrayContaining(['tables', 'topics', 'api']));
  expect(
    Object.entries(written).flatMap(([where, text]) => placesIn(text).map((place) => `${where}: ${place}`)),
  ).toEqual([]);
});

/** As typed, as one word, and so much of its end that it could be guessed; in small letters, as everything is compared. */
const numbers = [before, after].flatMap((number) => {
  const word = number.replaceAll(' ', '');
  return [number, word, word.slice(-10), number.slice(-10), encodeURIComponent(number)].map((text) =>
    text.toLowerCase(),
  );
});

const placesIn = (text: string): string[] =>
  numbers
    .filter((number) => text.includes(number))
    .map((number) => text.slice(text.indexOf(number) - 200).slice(0, 300));

async function everythingWritten(supplier: { id: string }): Promise<Record<string, string>> {
  const { url } = world.addresses.console;
  const paths = [`/api/records/supplier/${supplier.id}`, '/api/records', '/api/approvals', '/api/audit'];
  const answers = await Promise.all(paths.map((path) => console('GET', path, tokens.ada)));
  const metrics = await Promise.all(
    appNames.map(async (app) => {
      const at = `http://127.0.0.1:${world.environmentOf(app)['PORT']}/metrics`;
      const { body } = await request(at, { headers: { authorization: `Bearer ${world.addresses.console.apiToken}` } });
      return body.text();
    }),
  );
  const { body: spans } = await request(`${world.addresses.traces.url}/spans`);
  expect(url).not.toBe('');
  const all = {
    tables: await allTables(),
    topics: JSON.stringify(topics.map(({ messages }) => messages)),
    api: JSON.stringify(answers),
    metrics: metrics.join('\n'),
    spans: await spans.text(),
    logs: [...apps.values()].map((app) => app.log).join('\n'),
  };
  expect(all.logs).toContain('supplier');
  expect(all.metrics).toContain('sluice_');
  expect(all.spans).toContain(`supplier/${supplier.id}`);
  return Object.fromEntries(Object.entries(all).map(([where, text]) => [where, text.toLowerCase()]));
}

/** Every row of every table of every app, as text. */
async function allTables(): Promise<string> {
  const databaseUrl = world.environmentOf('console')['DATABASE_URL'] ?? '';
  const database = await openDatabase({ app: 'console', databaseUrl });
  try {
    const tables = await database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(30);
    let text = '';
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`SELECT one::text AS row FROM ${name} AS one`);
      text += rows.map(({ row }) => `${row}\n`).join('');
    }
    return text;
  } finally {
    await database.close();
  }
}

async function console(method: 'GET' | 'POST', path: string, token: string, body?: unknown) {
  const answer = await request(`${world.addresses.console.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: (await answer.body.json()) as any };
}

async function whenApprovedBy(person: keyof typeof tokens, supplier: { id: string }, question: string): Promise<void> {
  expect(await approve(supplier, question, tokens[person])).toMatchObject({ status: 202 });
}

const approve = ({ id }: { id: string }, question: string, token: string) =>
  console('POST', `/api/records/supplier/${id}/answer`, token, { question, answer: 'approve', note: 'called them' });

interface BankStatus {
  readonly status: string;
  readonly reason?: { readonly code: string; readonly message: string };
  readonly questions?: readonly { readonly id: string }[];
}

async function bankOf({ id }: { id: string }): Promise<BankStatus | undefined> {
  const { body } = await console('GET', `/api/records/supplier/${id}`, tokens.ada);
  return body.destinations?.find(({ name }: { name: string }) => name === 'm3/100/bank');
}

/** Waits until people are asked about the account, in words that contain these. */
const thenHeld = (supplier: { id: string }, words: string) =>
  eventually(
    async () => {
      const bank = await bankOf(supplier);
      const { reason, questions: [question] = [] } = bank ?? {};
      if (bank?.status !== 'Held' || !reason?.message.includes(words) || question === undefined)
        throw new Error(`the account is not held with "${words}": ${JSON.stringify(bank)}`);
      return { reason, question: question.id };
    },
    { withinMs: 60_000 },
  );

const thenBankIs = (supplier: { id: string }, status: string) =>
  eventually(
    async () => {
      const bank = await bankOf(supplier);
      if (bank?.status !== status) throw new Error(`the account is not ${status}: ${JSON.stringify(bank)}`);
      return true;
    },
    { withinMs: 60_000 },
  );

/** Waits until M3 holds these accounts and no others: number and priority, that which is paid to first. */
const thenM3Has = ({ number }: { number: string }, accounts: readonly (readonly [string, string])[]) =>
  eventually(
    async () => {
      const { sandbox } = world.addresses;
      const { body } = await request(`${sandbox.url}/admin/m3/suppliers?cono=100&suno=${number}`, {
        headers: { authorization: `Bearer ${sandbox.adminToken}` },
      });
      const { suppliers } = (await body.json()) as { suppliers: { bankAccounts: Record<string, string>[] }[] };
      const held = (suppliers[0]?.bankAccounts ?? [])
        .map(({ IBAN = '', CBPY = '' }) => [IBAN, CBPY])
        .toSorted(([, left = ''], [, right = '']) => Number(left) - Number(right));
      expect(held).toEqual(accounts);
      return true;
    },
    { withinMs: 60_000 },
  );

/** S18: whoever pays, or holds an invoice, learns since when the account is another one. */
const thenTheSyncHasToldSinceWhen = ({ id }: { id: string }) =>
  eventually(() => {
    const links = topics[topicNames.indexOf('xref.supplier.v1')]?.messages.filter(({ key }) => key === id) ?? [];
    expect(links.at(-1)?.value).toMatchObject({ entries: [{ bankChangedAt: expect.any(String) }] });
    return true;
  });
