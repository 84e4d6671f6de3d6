import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config } from '@sluice/console/config';
import { migrations } from '@sluice/console/migrations';
import { start } from '@sluice/console/start';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicNames } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, send, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { runSluice } from './run-sluice.js';

const token = 'a-token-of-ada-only';
const prefix = testPrefix();
let database: TestDatabase;
let console: RunningApp;
let operator: Collection<'operator.v1'>;
let environment: Record<string, string>;

const bank = { id: 'bank/f1', text: 'the account ••••7034', choices: ['approve', 'reject'], persons: 2 };
const because = {
  code: 'bank-approval-needed' as const,
  message: 'Two people must approve ••••7034',
  fix: 'Call them.',
};

const asks = (id: string, ...questions: (typeof bank)[]) =>
  send(prefix, 'status.v1', `supplier/${id}`, {
    document: { type: 'supplier', id },
    title: `Supplier ${id}`,
    status: 'Held',
    reason: because,
    destinations: questions.map((question, index) => ({
      name: `m3/${index + 1}00/bank`,
      status: 'Held' as const,
      reason: because,
      questions: [question],
    })),
    at: '2026-03-10T08:00:00.000Z',
  });

/** A command line as a person types it; with a token of their own where one is given. */
async function sluice(line: string | string[], own?: string) {
  let out = '';
  let err = '';
  const code = await runSluice(typeof line === 'string' ? line.split(' ') : line, {
    environment: { ...environment, ...(own !== undefined && { SLUICE_PERSONAL_TOKEN: own }) },
    folder: '/',
    user: 'mpeeters',
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

const approve = (key: string, ...more: string[]) => ['approvals', 'approve', key, '--note', 'called them', ...more];

/** Whom a person pays is approved by that person and nobody in their name. */
describe('what several people must approve', () => {
  beforeAll(async () => {
    database = await testDatabase({ app: 'console', migrations });
    await createTopics(prefix, topicNames);
    const entry = `ada=${createHash('sha256').update(token).digest('hex')}`;
    const settings = config.parse(
      testEnvironment({ prefix, databaseUrl: database.url, SLUICE_PERSONAL_TOKENS: entry }),
    );
    console = await start(settings);
    environment = { SLUICE_CONSOLE_URL: console.url, SLUICE_API_TOKEN: settings.apiToken };
    operator = await collect(prefix, 'operator.v1');
    await asks('77', bank);
    await asks('78', { ...bank, id: 'bank/f2', choices: ['approve-despite-same-account', 'reject'] });
    await asks('79', { ...bank, id: 'bank/f3' }, { ...bank, id: 'bank/f4' });
    await eventually(async () => expect((await sluice('approvals list')).out).toContain('supplier/79'));
  });

  afterAll(async () => {
    await operator?.stop();
    await console?.stop();
    await database?.drop();
    await deletePrefix(prefix);
  });

  it('is listed, and shown with what was said and the commands to copy', async () => {
    const { out, err } = await sluice('approvals list');
    expect(out).toMatch(/supplier\/77 +Supplier 77 .*Two people must approve ••••7034/);
    expect(err).toContain('sluice approvals show supplier/77');
    const shown = await sluice('approvals show supplier/77');
    expect(shown.out).toContain('Call them.');
    expect(shown.out).toContain('sluice approvals approve supplier/77 --note "how it was confirmed"');
  });

  it('is approved with a note by a person with a token of their own', async () => {
    const { code, out } = await sluice(approve('supplier/77'), token);
    expect([code, out]).toEqual([0, expect.stringContaining('ada has said approve to bank/f1')]);
    const sent = await operator.waitFor(({ key }) => key === 'supplier/77');
    expect(sent.value).toMatchObject({ question: 'bank/f1', answer: 'approve', note: 'called them', by: 'ada' });
    expect(sent.value).toMatchObject({ proven: true });
  });

  it('is rejected the same way', async () => {
    const { code } = await sluice(['approvals', 'reject', 'supplier/78', '--note', 'they know nothing of it'], token);
    expect(code).toBe(0);
    const sent = await operator.waitFor(({ key }) => key === 'supplier/78');
    expect(sent.value).toMatchObject({ question: 'bank/f2', answer: 'reject' });
  });

  it('is not approved with the token that all share, and the words say how to get one', async () => {
    const { code, err } = await sluice(approve('supplier/77'));
    expect([code, err]).toEqual([4, expect.stringContaining('sluice tokens new NAME')]);
  });

  it('is not approved without a note', async () => {
    const { code, err } = await sluice('approvals approve supplier/77', token);
    expect([code, err]).toEqual([2, expect.stringContaining('--note')]);
  });

  it('is not approved by the way where an alarm must be answered', async () => {
    const despite = 'approve-despite-same-account';
    const { code, err } = await sluice(approve('supplier/78'), token);
    expect([code, err]).toEqual([1, expect.stringContaining(`--answer ${despite}`)]);
    expect((await sluice(approve('supplier/78', '--answer', despite), token)).code).toBe(0);
  });

  it('is named where a document asks several, or none', async () => {
    const several = await sluice(approve('supplier/79'), token);
    expect([several.code, several.err]).toEqual([1, expect.stringContaining('bank/f3, bank/f4')]);
    expect((await sluice(approve('supplier/79', '--question', 'bank/f4'), token)).code).toBe(0);
    const none = await sluice(approve('supplier/1'), token);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('waits for no approval')]);
  });
});
