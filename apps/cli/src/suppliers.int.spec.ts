import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '@sluice/console/config';
import { migrations } from '@sluice/console/migrations';
import { start } from '@sluice/console/start';
import type { ValueOf } from '@sluice/runtime/outbox/outbox';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicNames } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSluice } from './run-sluice.js';

const prefix = testPrefix();
let database: TestDatabase;
let console: RunningApp;
let supplierSync: Server;
let operator: Collection<'operator.v1'>;
let folder: string;
let environment: Record<string, string>;

/** What supplier-sync tells of who is linked to none, in two pages. */
const pages: Record<string, object> = {
  '/internal/suppliers/unlinked': {
    coupa: [
      { id: '1', name: 'Acme Bearings GmbH', taxId: 'BE 1' },
      { id: '2', name: 'Zulu Pumps' },
      { id: '3', name: '=cmd()', taxId: 'BE 3' },
    ],
    m3: [],
    next: 'm3-supplier/',
  },
  '/internal/suppliers/unlinked?after=m3-supplier%2F': {
    coupa: [],
    m3: [
      { company: '100', number: 'Y1', name: 'ACME BEARINGS', taxId: 'BE1' },
      { company: '100', number: 'Y2', name: 'Zulu Pump' },
      { company: '100', number: 'Y9', name: 'Nobody knows' },
    ],
  },
};

beforeAll(async () => {
  supplierSync = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response
      .writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(page ?? { error: { code: 'not-found', message: `no ${request.url}` } }));
  }).listen(0, '127.0.0.1');
  await once(supplierSync, 'listening');
  database = await testDatabase({ app: 'console', migrations });
  await createTopics(prefix, topicNames);
  const settings = config.parse(testEnvironment({ prefix, databaseUrl: database.url }));
  console = await start(settings);
  operator = await collect(prefix, 'operator.v1');
  folder = await mkdtemp(join(tmpdir(), 'sluice-suppliers-'));
  environment = {
    SLUICE_CONSOLE_URL: console.url,
    SLUICE_API_TOKEN: settings.apiToken,
    SLUICE_APP_URLS: `supplier-sync=http://127.0.0.1:${(supplierSync.address() as AddressInfo).port}`,
  };
});

afterAll(async () => {
  await Promise.all([console?.stop(), operator?.stop()]);
  supplierSync?.close();
  await database?.drop();
  await deletePrefix(prefix);
  await rm(folder, { recursive: true, force: true });
});

async function sluice(...words: string[]) {
  let out = '';
  let err = '';
  const terminal = { out: (text: string) => (out += text), err: (text: string) => (err += text) };
  const code = await runSluice(['suppliers', ...words], { environment, folder, user: 'Mieke Peeters', ...terminal });
  return { code, out, err };
}

const tell = (type: 'supplier' | 'm3-supplier-scan', id: string, status: Partial<ValueOf<'status.v1'>>) =>
  send(prefix, 'status.v1', `${type}/${id}`, {
    document: { type, id },
    title: `${type} ${id}`,
    status: 'Posted',
    destinations: [],
    at: new Date().toISOString(),
    ...status,
  });
const asksForNumber: Partial<ValueOf<'status.v1'>> = {
  status: 'Needs attention',
  destinations: [
    { name: 'm3/100', status: 'Needs attention', questions: [{ id: 'number', text: 'Which one?', choices: [] }] },
  ],
};
/** M3 has one that may be the supplier. */
const hasCandidate: Partial<ValueOf<'status.v1'>> = {
  status: 'Needs attention',
  destinations: [
    {
      name: 'm3/100',
      status: 'Needs attention',
      questions: [
        { id: 'number', text: 'Which one?', choices: [] },
        { id: 'number/b3731c7a', text: 'None of Y9?', choices: ['new'] },
      ],
    },
  ],
};
const known = (count: number) =>
  eventually(async () => {
    const { out } = await sluice('progress', '-o', 'json');
    return JSON.parse(out).progress[0].total === count;
  });
const write = (name: string, lines: string[]) => writeFile(join(folder, name), `${lines.join('\n')}\n`);
const answered = () => operator.messages.filter(({ value }) => value.action === 'answer');

describe('sluice suppliers', () => {
  it('S28: match writes the pairs to review; only equal and unique identifiers are preselected', async () => {
    const { code, err } = await sluice('match', '--out', 'pairs.csv');
    expect(code).toBe(0);
    expect(err).toContain(
      '3 suppliers of Coupa and 3 of M3 are linked to none. Of 2 pairs 1 are to be linked (the same number or tax id, and nobody else has it), 0 are ambiguous and 1 are for you to decide. 1 are only in Coupa, 1 only in M3.',
    );
    expect((await readFile(join(folder, 'pairs.csv'), 'utf8')).split('\n')).toEqual([
      'decision,coupa_id,coupa_name,coupa_number,m3_company,m3_number,m3_name,score,why',
      'link,1,Acme Bearings GmbH,,100,Y1,ACME BEARINGS,100,"same tax id; same name"',
      ',2,Zulu Pumps,,100,Y2,Zulu Pump,41,name 0.98',
      ",3,'=cmd(),,,,,,only in Coupa",
      ',,,,100,Y9,Nobody knows,,only in M3',
      '',
    ]);
    // Without a file it is printed alone, to be piped on.
    expect((await sluice('match')).out).toMatch(/^decision,coupa_id/);
  });

  it('import does nothing before every row is valid, and names each bad one', async () => {
    await tell('supplier', '1', asksForNumber);
    await tell('supplier', '2', { status: 'Posted', m3: { company: '100', number: 'Y7' } });
    await tell('supplier', '3', { status: 'Ignored' });
    await known(3);
    await write('bad.csv', ['decision,coupa_id,m3_number', 'link,1,Y1', 'link,2,Y2', 'new,3,', 'link,404,Y4']);
    const { code, err } = await sluice('import', 'bad.csv');
    expect(code).toBe(1);
    expect(err.split('\n').slice(0, 4)).toEqual([
      'Nothing was decided by bad.csv:',
      '  - line 3, coupa_id: supplier 2 of Coupa is linked with Y7 already, not with "Y2"',
      '  - line 4, coupa_id: supplier 3 of Coupa is "Ignored" and does not ask for a number',
      '  - line 5, coupa_id: no supplier "404" of Coupa is known here',
    ]);
    await write('worse.csv', ['decision,coupa_id,m3_number', 'lnk,1,Y1']);
    expect((await sluice('import', 'worse.csv')).err).toContain('line 2, decision: "lnk" is none of link, new, skip');
    expect((await sluice('import', 'nowhere.csv')).err).toContain('there is no such file');
    expect(answered()).toEqual([]);
  });

  it('import answers what is decided, and passes over what is linked already: it can be run again', async () => {
    await tell('supplier', '3', hasCandidate);
    await write('good.csv', ['decision,coupa_id,m3_number', 'link,1,Y1', 'link,2,Y7', 'new,3,', 'skip,4,Y4']);
    const dry = await eventually(async () => {
      const { code, out } = await sluice('import', 'good.csv', '--dry-run');
      return code === 0 ? out : undefined;
    });
    expect(dry).toBe(
      'Would link 1 and have 1 made in M3. 1 are linked already, or on their way, and passed over.\nIt was a dry run: nothing was decided.\n',
    );
    expect(answered()).toEqual([]);
    const { code, out } = await sluice('import', 'good.csv');
    expect([code, out]).toEqual([0, 'Decided 2 suppliers. 1 are linked already, or on their way, and passed over.\n']);
    await eventually(() => answered().length >= 2);
    expect(
      answered()
        .map(({ key, value }) => [key, 'answer' in value && `${value.question}=${value.answer}`])
        .toSorted(),
    ).toEqual([
      ['supplier/1', 'number=Y1'],
      ['supplier/3', 'number/b3731c7a=new'],
    ]);

    await tell('supplier', '1', { status: 'Posted', m3: { company: '100', number: 'Y1' } });
    await tell('supplier', '3', { status: 'In progress' });
    const again = await eventually(async () => {
      const { out: said } = await sluice('import', 'good.csv');
      return said.includes('3 are') ? said : undefined;
    });
    expect(again).toBe('Decided 0 suppliers. 3 are linked already, or on their way, and passed over.\n');
  });

  it('load asks both systems for all they have, and progress says how far that is', async () => {
    await tell('m3-supplier-scan', '100', {});
    const { code, out } = await eventually(async () => {
      const said = await sluice('load');
      return said.out.includes('company 100') ? said : undefined;
    });
    expect([code, out]).toEqual([
      0,
      'Asked Coupa for all its suppliers.\nAsked M3 for all suppliers of company 100.\n',
    ]);
    await operator.waitFor(({ key, value }) => key === 'm3-supplier-scan/100' && value.action === 'load');
    await operator.waitFor(({ key, value }) => key === 'supplier/all' && value.action === 'load');
    const progress = await sluice('progress');
    expect(progress.out.split('\n')).toEqual([
      expect.stringMatching(
        /^Suppliers of Coupa: 2 of 3 are done \((2 Posted, 1 In progress|1 In progress, 2 Posted)\), [\d.]+ a minute: done at about \d\d:\d\d/,
      ),
      'Suppliers of M3: none is known.',
      '',
    ]);
  });
});
