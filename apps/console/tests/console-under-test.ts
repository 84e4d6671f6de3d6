import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ValueOf } from '@sluice/runtime/outbox/outbox';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicNames, type TopicName } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { createTopics, deletePrefix, send, testPrefix } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect } from 'vitest';
import { config } from '../src/config.js';
import { migrations } from '../src/migrations.js';
import { start } from '../src/start.js';

const used: readonly TopicName[] = [
  'status.v1',
  'audit.v1',
  'dead-letter.v1',
  'mapping.v1',
  'control.v1',
  'operator.v1',
];

export interface Answer {
  readonly status: number;
  readonly body: any;
}

/** Who has a token of their own, and which. */
export const personalTokens = { ada: 'a-token-of-ada-only', grace: 'a-token-of-grace-only' };

export const documentOf = (id: string) => ({ type: 'purchase-order' as const, id });

export const missingBox = {
  code: 'mapping-missing' as const,
  message: 'No row for unit BOX, used by line 1',
  fix: 'Add the row unit,BOX',
};

export const lineOf = (id: string, at: string, action: string) => ({
  document: documentOf(id),
  app: 'po-sync',
  action,
  summary: `It was ${action}`,
  at,
});

/** The console of a file, with a database and topics of its own, and what the other apps tell it. */
export class ConsoleUnderTest {
  readonly prefix = testPrefix();
  #database: TestDatabase | undefined;
  #app: RunningApp | undefined;
  #token = '';

  constructor() {
    beforeAll(async () => {
      this.#database = await testDatabase({ app: 'console', migrations });
      await createTopics(
        this.prefix,
        topicNames.filter((name) => used.includes(name)),
      );
      const settings = config.parse(
        testEnvironment({
          prefix: this.prefix,
          databaseUrl: this.#database.url,
          SLUICE_REDACT_VALUES: 'the-vault-value',
          SLUICE_PERSONAL_TOKENS: Object.entries(personalTokens)
            .map(([name, token]) => `${name}=${createHash('sha256').update(token).digest('hex')}`)
            .join(','),
        }),
      );
      this.#token = settings.apiToken;
      this.#app = await start(settings);
    });
    afterAll(async () => {
      await this.#app?.stop();
      await this.#database?.drop();
      await deletePrefix(this.prefix);
    });
  }

  get token(): string {
    return this.#token;
  }

  get url(): string {
    return this.#app?.url ?? '';
  }

  get databaseUrl(): string {
    return this.#database?.url ?? '';
  }

  /** Every answer is as openapi.json describes it: what programs that are made from it rely on. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const said = await answer.json();
    expectDescribed(method, path, answer.status, said);
    return { status: answer.status, body: said };
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  /** The record of an order, once it is as asked. */
  shown(id: string, check: (record: any) => boolean): Promise<any> {
    return eventually(async () => {
      const { status, body } = await this.get(`/api/records/purchase-order/${id}`);
      return status === 200 && check(body) ? body : undefined;
    });
  }

  sayReceived(id: string, at = '2020-03-09T17:12:04.118Z') {
    return this.say(id, {
      document: documentOf(id),
      app: 'ingress',
      action: 'event-received',
      summary: 'Coupa announced purchase_order.issued',
      direction: 'in',
      details: { eventId: `evt-${id}` },
      at,
    });
  }

  say(id: string, line: ValueOf<'audit.v1'>, envelope: { id?: string } = {}) {
    return send(this.prefix, 'audit.v1', `purchase-order/${id}`, line, envelope);
  }

  sayStatus(id: string, value: Partial<ValueOf<'status.v1'>>, sequence?: number) {
    const status = {
      document: documentOf(id),
      title: `PO ${id} · Acme Bearings`,
      status: 'In progress' as const,
      destinations: [],
      at: '2020-03-09T17:12:13.200Z',
      ...value,
    };
    const envelope = sequence === undefined ? {} : { sequence };
    return send(this.prefix, 'status.v1', `purchase-order/${id}`, status, envelope);
  }

  sayWaiting(id: string, ...keys: string[]) {
    return this.sayStatus(id, {
      status: 'Waiting',
      reason: missingBox,
      waitingFor: keys.map((key) => `mapping.v1/${key}`),
    });
  }
}

const api = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false });

function expectDescribed(method: string, path: string, status: number, body: unknown): void {
  const plain = path
    .replace(/\?.*/, '')
    .replace(/^(\/api\/records)\/[^/]+\/[^/]+/, '$1/{type}/{id}')
    .replace(/^(\/api\/mappings)\/[^/]+\/[^/]+/, '$1/{table}/{key}');
  const described = api.paths[plain]?.[method.toLowerCase()]?.responses;
  const { content } = described?.[String(status)] ?? api.components.responses.Failed;
  const isValid = ajv.validate(content['application/json'].schema, body);
  expect({ answer: `${method} ${plain} ${status}`, problems: isValid ? [] : ajv.errors }).toEqual({
    answer: `${method} ${plain} ${status}`,
    problems: [],
  });
}
