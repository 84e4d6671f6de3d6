import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config } from '@sluice/console/config';
import { migrations } from '@sluice/console/migrations';
import { PersonalTokenList, PersonalTokens } from '@sluice/console/personal-tokens';
import { start } from '@sluice/console/start';
import type { RunningApp } from '@sluice/runtime/start-app';
import { appNames } from '@sluice/shared/apps';
import { topicNames } from '@sluice/shared/topics';
import { testServices } from '@sluice/testing/config';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { runSluice } from './run-sluice.js';

const adasToken = 'a-token-of-ada-only';
const prefix = testPrefix();
let database: TestDatabase;
let console: RunningApp;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase({ app: 'console', migrations });
  await createTopics(prefix, topicNames);
  const entry = `ada=${createHash('sha256').update(adasToken).digest('hex')}`;
  const settings = config.parse(testEnvironment({ prefix, databaseUrl: database.url, SLUICE_PERSONAL_TOKENS: entry }));
  console = await start(settings);
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
  environment = { SLUICE_CONSOLE_URL: console.url, SLUICE_API_TOKEN: settings.apiToken };
});

afterAll(async () => {
  await console?.stop();
  await database?.drop();
  await deletePrefix(prefix);
  await rm(folder, { recursive: true, force: true });
});

/** A command line as a person types it. */
async function sluice(line: string | string[], more: Record<string, string> = {}) {
  let out = '';
  let err = '';
  const code = await runSluice(typeof line === 'string' ? line.split(' ') : line, {
    environment: { ...environment, ...more },
    folder,
    user: 'Mieke Peeters',
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

const document = { type: 'purchase-order' as const, id: '2404' };
const reason = {
  code: 'mapping-missing' as const,
  message: 'No row for unit BOX, used by line 1',
  fix: 'Import the row.',
};

const write = (name: string, text: string) => writeFile(join(folder, name), text);

const kafka = (more = '') => ({
  KAFKA_BROKERS: testServices().kafkaBrokers.join(','),
  SLUICE_PREFIX: `${prefix}${more}`,
  SLUICE_TOPIC_PARTITIONS: '1',
});

describe('tokens', () => {
  it('a new one is random, printed once, and opens the console once its entry is set there', async () => {
    const { code, out } = await sluice(['tokens', 'new', 'Grace Hopper', '-o', 'json'], {
      SLUICE_CONSOLE_URL: '',
      SLUICE_API_TOKEN: '',
    });
    const { token, entry } = JSON.parse(out) as { token: string; entry: string };
    expect([code, token, entry]).toEqual([
      0,
      expect.stringMatching(/^[\w-]{43}$/),
      expect.stringMatching(/^Grace Hopper=[0-9a-f]{64}$/),
    ]);
    const tokens = new PersonalTokens(PersonalTokenList.parse(entry));
    expect(tokens.personOf({ headers: { authorization: `Bearer ${token}` } })).toBe('Grace Hopper');
    const text = await sluice('tokens new ada');
    expect(text.out).toMatch(/^ {2}ada=[0-9a-f]{64}$/m);
    expect(text.out).not.toContain(token);
  });

  it.each(['a,b', 'a=b', ' '])('"%s" cannot be a name', async (name) => {
    const { code, err } = await sluice(['tokens', 'new', name]);
    expect([code, err]).toEqual([2, expect.stringContaining('no comma and no =')]);
  });
});

describe('records', () => {
  beforeAll(async () => {
    const at = '2026-03-09T17:12:13.200Z';
    const waiting = { status: 'Waiting' as const, reason, waitingFor: ['mapping.v1/unit/BOX'] };
    await send(prefix, 'audit.v1', 'purchase-order/2404', {
      document,
      app: 'ingress',
      action: 'event-received',
      summary: 'Coupa announced purchase_order.issued',
      at: '2026-03-09T17:12:04.000Z',
    });
    await send(prefix, 'status.v1', 'purchase-order/2404', {
      document,
      title: 'PO 2404 · Nordic Seals AB',
      ...waiting,
      highlights: [
        { label: 'Supplier', text: 'Nordic Seals AB (78 in Coupa)' },
        { label: 'Line 1', text: 'Seal ring · 10 BOX' },
      ],
      destinations: [{ name: 'm3/100', ...waiting }],
      at,
    });
    await send(prefix, 'status.v1', 'purchase-order/2400', {
      document: { type: 'purchase-order', id: '2400' },
      title: 'PO 2400 · Acme Bearings',
      status: 'Posted',
      m3: { company: '100', number: '5000021' },
      destinations: [],
      at: '2026-03-09T17:12:14.000Z',
    });
    // The three messages come on two topics, in any order.
    await eventually(async () => {
      const { out } = await sluice('records show purchase-order/2404');
      const { code } = await sluice('records show purchase-order/2400');
      return code === 0 && out.includes('Coupa announced') && out.includes('Waiting since');
    });
  });

  it('are listed, last changed first', async () => {
    const { code, out, err } = await sluice('records list');
    expect(code).toBe(0);
    expect(err).toBe('\nNext\n  sluice records show purchase-order/2404\n  sluice mappings missing\n');
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['RECORD', 'TITLE', 'STATUS', 'M3', 'UPDATED', 'WHY'],
      ['purchase-order/2400', 'PO 2400 · Acme Bearings', 'Posted', '5000021', '2026-03-09 17:12:14Z'],
      [
        'purchase-order/2404',
        'PO 2404 · Nordic Seals AB',
        'Waiting',
        '2026-03-09 17:12:13Z',
        'No row for unit BOX, used by line 1',
      ],
      [''],
    ]);
  });

  it('are listed for programs, filtered', async () => {
    const { out } = await sluice(['records', 'list', '--status', 'Waiting', '--type', 'purchase-order', '-o', 'json']);
    expect(JSON.parse(out).records).toMatchObject([
      { id: '2404', status: 'Waiting', waitingFor: ['mapping.v1/unit/BOX'] },
    ]);
  });

  it.each([
    ['--waiting-for mapping.v1/unit/BOX', ['2404']],
    ['--reason mapping-missing', ['2404']],
    ['--since 2026-03-09T17:12:14Z', ['2400']],
  ])('are listed with %s', async (filter, ids) => {
    const { out } = await sluice(`records list ${filter} -o json`);
    expect(JSON.parse(out).records.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  it('are listed with a status and a type written in any case', async () => {
    const { out } = await sluice('records list --status waiting --type Purchase-Order -o json');
    expect(JSON.parse(out).records.map(({ id }: { id: string }) => id)).toEqual(['2404']);
  });

  it('that nothing matches: an empty answer is said to be empty', async () => {
    expect(await sluice('records list --find nowhere')).toEqual({ code: 0, out: 'No record matches.\n', err: '' });
  });

  it('that do not fit the limit are not passed over in silence', async () => {
    const { out, err } = await sluice('records list --limit 1');
    expect(out.split('\n')).toHaveLength(3);
    expect(err).toMatch(/^There are more than these 1; --limit shows more\.$/m);
  });

  it('are shown with why, what to do, and history', async () => {
    const { code, out } = await sluice('records show purchase-order/2404');
    expect(code).toBe(0);
    expect(out).toBe(`PO 2404 · Nordic Seals AB

Record      purchase-order/2404
Status      Waiting since 2026-03-09 17:12:13Z
Turn        yours: add the mapping row that is missing
Reason      No row for unit BOX, used by line 1 (mapping-missing)
What to do  Import the row.
More        docs/errors/mapping-missing.md
Waits for   mapping.v1/unit/BOX
Supplier    Nordic Seals AB (78 in Coupa)
Line 1      Seal ring · 10 BOX
To m3/100   Waiting: No row for unit BOX, used by line 1

AT                    WHAT
2026-03-09 17:12:04Z  Coupa announced purchase_order.issued

Next
  sluice mappings missing
  sluice records fetch purchase-order/2404
  sluice records show purchase-order/2404 --all
`);
    expect((await sluice('records show purchase-order/2404 --all')).out).toMatch(
      /^2026-03-09 17:12:04Z +ingress +event-received +Coupa announced purchase_order\.issued$/m,
    );
  });

  it.each([
    ['2404', 'purchase-order/2404'],
    ['5000021', 'purchase-order/2400'],
  ])('are shown by a bare number, %s, that only one of them has', async (number, key) => {
    const { code, out } = await sluice(`records show ${number}`);
    expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`^Record +${key}$`, 'm'))]);
  });

  it('that a bare number leaves open are named', async () => {
    await send(prefix, 'status.v1', 'supplier/2404', {
      document: { type: 'supplier', id: '2404' },
      title: 'Nordic Seals AB',
      status: 'Posted',
      destinations: [],
      at: '2026-03-09T17:12:01.000Z',
    });
    await eventually(async () => (await sluice('records show supplier/2404')).code === 0);
    const { code, err } = await sluice('records show 2404');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^2404 may be any of purchase-order\/2404, supplier\/2404\.$/m),
    ]);
    expect((await sluice('records show 404')).err).toMatch(/^No record has 404 as Coupa’s id or as M3’s number\.$/m);
  });

  it('are tried again on demand, under the name of who asked', async () => {
    expect(await sluice('records retry purchase-order/2404')).toMatchObject({ code: 0, err: '' });
    await eventually(async () =>
      /Mieke Peeters asked to try again$/m.test((await sluice('records show purchase-order/2404')).out),
    );
    const { out } = await sluice('audit list --action operator-retry');
    expect(out).toMatch(/Mieke Peeters asked to try again$/m);
  });

  it('that are unknown are fetched from Coupa, as a failed retry suggests', async () => {
    const retried = await sluice('records retry purchase-order/2499');
    expect([retried.code, retried.err]).toEqual([
      1,
      expect.stringContaining('`sluice records fetch purchase-order/2499`'),
    ]);
    expect(await sluice('records fetch purchase-order/2499')).toEqual({
      code: 0,
      out: 'Asked for: fetch purchase-order/2499. `sluice records show purchase-order/2499` shows what becomes of it.\n',
      err: '',
    });
    await eventually(async () =>
      (await sluice('records show purchase-order/2499')).out.includes('Mieke Peeters asked Coupa for it anew'),
    );
  });

  it('that are unknown end with 1', async () => {
    const { code, err } = await sluice('records show purchase-order/404404');
    expect(code).toBe(1);
    expect(err).toMatch(/No record of purchase-order\/404404 is known here\.\n.*Coupa/);
  });
});

describe('mappings', () => {
  it('are checked dry, imported, distinguished and listed', async () => {
    await write('mappings.csv', 'table,key,unit,decimals,paymentTerms\nunit,BOX,PCE,0,\npayment-term,Net 30,,,30\n');
    expect(await sluice('mappings import mappings.csv --dry-run')).toEqual({
      code: 0,
      out: '+ unit BOX: unit=PCE decimals=0\n+ payment-term Net 30: paymentTerms=30\n2 created, 0 changed, 0 unchanged. Would heal 1 document(s).\nIt was a dry run: nothing was imported.\n',
      err: '',
    });
    expect((await sluice('mappings list')).out).toBe('TABLE  KEY  FROM  VALUE  BY  SINCE\n');
    expect((await sluice('mappings import mappings.csv')).out).toMatch(
      /^2 created, 0 changed, 0 unchanged\. Heals 1 document\(s\)\.$/m,
    );
    expect((await sluice('mappings import mappings.csv')).out).toBe('0 created, 0 changed, 2 unchanged.\n');
    expect((await sluice('mappings list --table unit')).out).toMatch(
      /^unit +BOX +unit=PCE decimals=0 +Mieke Peeters +\d{4}-/m,
    );
  });

  it('that documents wait for are named with how many wait', async () => {
    const { out, err } = await sluice('mappings missing');
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['TABLE', 'KEY', 'DOCUMENTS', 'SINCE', 'SUCH AS'],
      ['unit', 'BOX', '1', '2026-03-09 17:12:13Z', 'purchase-order/2404'],
      [''],
      ['To fill in, each row the columns of its own table:'],
      [''],
      ['table,key,valid-from,unit,decimals'],
      ['unit,BOX,,,'],
      [''],
    ]);
    expect(err).toContain('\n  sluice mappings missing -o csv > missing.csv\n');
    expect((await sluice('mappings missing -o csv')).out).toBe('table,key,valid-from,unit,decimals\nunit,BOX,,,\n');
    expect((await sluice('mappings missing --table commodity')).out).toBe('No document waits for a row.\n');
  });

  it('of several days are distinguished, exported, and imported again unchanged', async () => {
    await write(
      'versions.csv',
      'table,key,valid-from,item,company,division,dimension1\n' +
        'commodity,"Seals, ""large""",,SEAL,,,\ncommodity,"Seals, ""large""",2027-01-01,SEAL2,,,\n' +
        'company,Ghent,,,100,,\naccounting,Ghent,,,,,segment-2\n',
    );
    expect((await sluice('mappings import versions.csv')).out).toContain('4 created, 0 changed, 0 unchanged.\n');
    const { out, code } = await sluice('mappings export');
    expect(code).toBe(0);
    expect(out).toContain('commodity,"Seals, ""large""",2027-01-01,');
    // Who wrote the key, and when, is printed once: it is kept for the key, not for each of its versions.
    expect((await sluice('mappings list --table commodity')).out.split('\n')).toEqual([
      expect.stringMatching(/^TABLE/),
      expect.stringMatching(/item=SEAL +Mieke Peeters +\d{4}-/),
      expect.stringMatching(/2027-01-01 +item=SEAL2$/),
      '',
    ]);
    await write('exported.csv', out);
    expect((await sluice('mappings import exported.csv')).out).toBe('0 created, 0 changed, 6 unchanged.\n');
    await write('later.csv', 'table,key,valid-from,item\ncommodity,"Seals, ""large""",2027-01-01,SEAL3\n');
    expect((await sluice('mappings import later.csv --dry-run')).out).toMatch(
      /^~ commodity Seals, "large" from 2027-01-01 on: item=SEAL3 \(was item=SEAL2\)$/m,
    );
  });

  it('of a file with one bad row are not imported at all', async () => {
    await write('bad.csv', 'table,key,unit,decimals\nunit,GOOD,PCE,0\nunit,BAD,PIECES,0\n');
    expect(await sluice('mappings import bad.csv')).toEqual({
      code: 1,
      out: '',
      err: `Nothing was imported from bad.csv:
  - line 3, unit: has more than 3 characters: M3’s unit (PUUN)
\`sluice mappings import --help\` shows the format of the file.
More: docs/errors/body-invalid.md
`,
    });
    expect((await sluice('mappings list')).out).not.toContain('GOOD');
  });

  it('that are wrong are removed, after showing what would be removed', async () => {
    await write(
      'wrong.csv',
      'table,key,valid-from,item\ncommodity,Wrong / one,,A\ncommodity,Wrong / one,2027-01-01,B\n',
    );
    await sluice('mappings import wrong.csv');
    const gone = '- commodity Wrong / one: item=A\n- commodity Wrong / one from 2027-01-01 on: item=B\n';
    const remove = ['mappings', 'remove', 'commodity', 'Wrong / one'];
    expect(await sluice([...remove, '--dry-run'])).toEqual({
      code: 0,
      out: `${gone}It was a dry run: nothing was removed.\n`,
      err: '',
    });
    expect((await sluice('mappings list')).out).toContain('Wrong / one');
    expect(await sluice(remove)).toEqual({ code: 0, out: `${gone}Removed.\n`, err: '' });
    expect((await sluice('mappings list')).out).not.toContain('Wrong / one');
    expect(await sluice(remove)).toMatchObject({
      code: 1,
      err: expect.stringContaining('`sluice mappings list --table commodity`'),
    });
  });

  it('explain their file in the help', async () => {
    const { code, out } = await sluice('mappings import --help');
    expect(code).toBe(0);
    expect(out).toContain('table,key,valid-from,unit,decimals');
    expect(out).toContain('has always been valid');
  });
});

describe('the history', () => {
  it('is listed, newest first, filtered', async () => {
    const { code, out, err } = await sluice('audit list --action mapping-changed --by nobody');
    expect([code, out, err]).toEqual([0, 'No line of history matches.\n', '']);
    const ofDocument = await sluice('audit list --document purchase-order/2404 --app ingress --since 2026-03-09');
    expect(ofDocument.out).toMatch(
      /^2026-03-09 17:12:04Z +purchase-order\/2404 +ingress +event-received +Coupa announced/m,
    );
    const json = JSON.parse((await sluice('audit list --app console --limit 1 -o json')).out);
    expect(json.entries).toHaveLength(1);
    expect((await sluice('audit list --app console --limit 1')).err).toMatch(
      /^These are 1 of \d+; --limit shows more/m,
    );
  });

  it('is verified, also against a head that was noted', async () => {
    const { code, out } = await sluice('audit verify');
    expect([code, out]).toEqual([0, expect.stringMatching(/^The history is as it was written: \d+ line/)]);
    const [, head] = /^Head (\S+)/m.exec(out) ?? [];
    expect(await sluice(`audit verify --head ${head}`)).toMatchObject({ code: 0 });
    const other = await sluice(`audit verify --head ${head?.replace(/:.*/, `:${'0'.repeat(64)}`)}`);
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/not as it was written\. Place \d+: /)]);
  });
});

describe('topics', () => {
  it('of the release are listed without asking Kafka', async () => {
    const { code, out } = await sluice('topics list');
    expect(code).toBe(0);
    expect(
      out
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0]),
    ).toEqual(topicNames);
    expect(out).toMatch(/^coupa\.supplier\.v1 +<type>\/<id> +coupa-gateway +12 +compact$/m);
  });

  it('that are missing are shown, created, and then as they should be', async () => {
    const missing = await sluice('topics diff', kafka('new.'));
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining(`${prefix}new.status.v1`)]);
    const forPrograms = await sluice('topics diff -o json', kafka('new.'));
    expect(forPrograms.code).toBe(1);
    expect(JSON.parse(forPrograms.out).differences).toContainEqual({
      topic: `${prefix}new.status.v1`,
      problem: expect.stringContaining('is missing'),
    });
    const applied = await sluice('topics apply', kafka('new.'));
    expect(applied).toMatchObject({ code: 0, out: expect.stringContaining(`created ${prefix}new.status.v1\n`) });
    expect(await sluice('topics diff', kafka('new.'))).toMatchObject({ code: 0 });
    expect((await sluice('topics apply', kafka('new.'))).out).toBe('Nothing to do.\n');
  });

  it('with another count of partitions are left alone and named', async () => {
    const { code, err } = await sluice('topics apply', kafka());
    expect(code).toBe(1);
    expect(err).toMatch(/status\.v1 +has 2 partitions, 1 are needed/);
  });
});

describe('the exit code shows the cause', () => {
  it.each([
    ['records list', 3, { SLUICE_CONSOLE_URL: 'http://127.0.0.1:1' }, /does not answer \(ECONNREFUSED\)/],
    ['records list', 2, { SLUICE_CONSOLE_URL: 'http://console.example.com' }, /token .* is not sent to http:/],
    ['account show m3', 2, {}, /address of cloudsuite-gateway is not known/],
    ['records list', 4, { SLUICE_API_TOKEN: 'not-the-right-token' }, /bearer token/],
    ['records list', 2, { SLUICE_API_TOKEN: '' }, /SLUICE_API_TOKEN is not set/],
    ['records list --status Lost', 2, {}, /Allowed choices are Received/],
    ['records list --type invoice', 2, {}, /Allowed choices are purchase-order, supplier/],
    ['records show order/2404', 2, {}, /Write <type>\/<id>/],
    ['records retry 2404', 2, {}, /Write <type>\/<id>/],
    ['records', 2, {}, /Usage: sluice records/],
    ['recrods', 2, {}, /unknown command 'recrods'/],
    ['mappings import nowhere.csv', 2, {}, /^error: nowhere\.csv cannot be read: there is no such file$/m],
    ['topics diff', 3, { KAFKA_BROKERS: '127.0.0.1:1' }, /Kafka does not answer at 127\.0\.0\.1:1/],
    [
      'migrate',
      3,
      { DATABASE_URL: 'postgres://sluice@127.0.0.1:1/sluice' },
      /Postgres does not answer at 127\.0\.0\.1:1\/sluice/,
    ],
  ])('%s: %i with %j', async (line, code, more, message) => {
    const ran = await sluice(line, more);
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(message)]);
  });

  it('migrate: 4 where Postgres refuses the user', async () => {
    const url = new URL(database.url);
    url.username = 'nobody_of_this_name';
    const { code, err } = await sluice('migrate', { DATABASE_URL: url.toString() });
    expect([code, err]).toEqual([4, expect.stringMatching(/refuses the user or password/)]);
  });

  it('help: 0', async () => {
    expect(await sluice('--help')).toMatchObject({ code: 0, out: expect.stringContaining('mappings') });
  });
});

describe('migrate', () => {
  it('brings every app’s schema to this release, once', async () => {
    const empty = await testDatabase();
    try {
      const first = await sluice('migrate', { DATABASE_URL: empty.url });
      expect(first).toMatchObject({ code: 0, err: '' });
      for (const app of appNames) expect(first.out).toMatch(new RegExp(`^${app}: `, 'm'));
      expect((await sluice('migrate', { DATABASE_URL: empty.url })).out).toBe(
        'The database is of this release already.\n',
      );
    } finally {
      await empty.drop();
    }
  });
});

describe('questions', () => {
  const supplier = { type: 'm3-supplier' as const, id: '100/Y30001' };
  const questions = [
    { id: 'link/77', text: 'Is it supplier 77 of Coupa?', choices: ['yes', 'no'] },
    { id: 'bank/f1', text: 'May it be paid there?', choices: ['approve', 'reject'], persons: 2 },
  ];
  let answers: Collection<'operator.v1'>;
  const given = () => answers.messages.map(({ value }) => value).filter(({ action }) => action === 'answer');

  beforeAll(async () => {
    answers = await collect(prefix, 'operator.v1');
    await send(prefix, 'status.v1', 'm3-supplier/100/Y30001', {
      document: supplier,
      title: 'Y30001 · Nordic Seals AB',
      status: 'Needs attention',
      destinations: [{ name: 'coupa', status: 'Needs attention', questions }],
      at: '2026-03-09T17:12:14.000Z',
    });
    await eventually(async () => (await sluice('records show m3-supplier/100/Y30001')).code === 0);
  });
  afterAll(() => answers?.stop());

  it('are shown with the commands that answer them, also of a document whose id has a slash in it', async () => {
    const { out } = await sluice('records show m3-supplier/100/Y30001');
    expect(out).toContain('Is it supplier 77 of Coupa?');
    expect(out).toContain('  sluice records answer m3-supplier/100/Y30001 link/77 yes\n');
  });

  it('are answered, with a note, by who the token says', async () => {
    const line = ['records', 'answer', 'm3-supplier/100/Y30001', 'link/77', 'yes', '--note', 'same tax number'];
    const { code, out } = await sluice(line);
    expect([code, out]).toEqual([0, expect.stringContaining('Asked for: answer m3-supplier/100/Y30001')]);
    await sluice(line, { SLUICE_PERSONAL_TOKEN: adasToken, SLUICE_API_TOKEN: '' });
    await eventually(() => given().length === 2);
    const common = {
      action: 'answer',
      document: supplier,
      question: 'link/77',
      answer: 'yes',
      note: 'same tax number',
    };
    expect(given()).toMatchObject([
      { ...common, by: 'Mieke Peeters' },
      { ...common, by: 'ada', proven: true },
    ]);
  });

  it('that need two persons are refused without a token of one’s own, and how to get one is said', async () => {
    const { code, err } = await sluice('records answer m3-supplier/100/Y30001 bank/f1 approve');
    expect([code, err]).toEqual([4, expect.stringContaining('sluice tokens new NAME')]);
    expect(err).toContain('docs/errors/personal-token-needed.md');
  });

  it('that are not asked, or by what is no choice, are refused', async () => {
    const other = await sluice('records answer m3-supplier/100/Y30001 link/78 yes');
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('It asks: link/77, bank/f1.')]);
    const perhaps = await sluice('records answer m3-supplier/100/Y30001 link/77 perhaps');
    expect([perhaps.code, perhaps.err]).toEqual([1, expect.stringContaining('Answer one of: yes, no.')]);
  });
});
