import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase, type Database } from '@sluice/runtime/postgres/database';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicNames, type TopicName } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { collect, createTopics, deletePrefix, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { afterAll, beforeAll } from 'vitest';
import { config } from '../src/config.js';
import { migrations } from '../src/migrations.js';
import { start } from '../src/start.js';

/** All that the gateway reads and writes. */
const topics = topicNames.filter((name) => /^(coupa|operator|audit|dead-letter)\./.test(name));

/** The app before a Coupa that the spec plays, with a database and topics of its own, from before the tests until after them. */
export class GatewayUnderTest {
  readonly prefix = testPrefix();
  readonly #settings: Readonly<Record<string, string>>;
  readonly #collections: Collection<any>[] = [];
  #peer: Server | undefined;
  #testDatabase: TestDatabase | undefined;
  #database: Database | undefined;
  #app: RunningApp | undefined;

  constructor(coupa: RequestListener, settings: Readonly<Record<string, string>> = {}) {
    this.#settings = settings;
    beforeAll(async () => {
      this.#peer = createServer(coupa).listen(0, '127.0.0.1');
      await once(this.#peer, 'listening');
      this.#testDatabase = await testDatabase({ app: 'coupa-gateway', migrations });
      await createTopics(this.prefix, topics);
      this.#database = await openDatabase({ app: 'coupa-gateway', databaseUrl: this.#testDatabase.url });
      await this.start();
    });
    afterAll(async () => {
      await this.stop();
      await Promise.all(this.#collections.map((collection) => collection.stop()));
      await this.#database?.close();
      this.#peer?.closeAllConnections();
      this.#peer?.close();
      await this.#testDatabase?.drop();
      await deletePrefix(this.prefix);
    });
  }

  get database(): Database {
    return this.#database as Database;
  }

  get url(): string {
    return this.#app?.url ?? '';
  }

  async start(): Promise<void> {
    const { port } = (this.#peer as Server).address() as AddressInfo;
    const environment = testEnvironment({
      prefix: this.prefix,
      databaseUrl: this.#testDatabase?.url ?? '',
      COUPA_URL: `http://127.0.0.1:${port}`,
      COUPA_CLIENT_ID: 'sluice',
      COUPA_CLIENT_SECRET: 'hush',
      ...this.#settings,
    });
    this.#app = await start(config.parse(environment));
  }

  async stop(): Promise<void> {
    await this.#app?.stop();
  }

  /** What is published on the topic, from now until the tests are over. */
  async collect<Topic extends TopicName>(topic: Topic): Promise<Collection<Topic>> {
    const collection = await collect(this.prefix, topic);
    this.#collections.push(collection);
    return collection;
  }
}
