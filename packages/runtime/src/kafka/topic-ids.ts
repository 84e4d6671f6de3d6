import { createRequire } from 'node:module';
import type { Kafka } from 'kafkajs';

/** By full name. A topic that the brokers do not know, or give no id, is left out. */
export type TopicIds = ReadonlyMap<string, string>;

/**
 * The ids that Kafka gives topics (KIP-516, brokers from 2.8 on): a topic that is deleted and made anew has the same name
 * and another id. kafkajs has no call for them, so this one request is written here and sent through its connections.
 */
export async function readTopicIds(kafka: Kafka, topics: readonly string[]): Promise<TopicIds> {
  const cluster = clusterOf(kafka);
  await cluster.connect();
  try {
    await cluster.refreshMetadata();
    const broker = await cluster.findControllerBroker();
    return await broker.connectionPool.send({
      request: {
        apiKey: 3,
        apiVersion: 10,
        apiName: 'Metadata',
        encode: async () => new Encoder().writeBuffer(encodeRequest(topics)),
      },
      response: {
        decode: async (bytes) => ({ ids: decodeResponse(bytes), clientSideThrottleTime: 0 }),
        parse: async ({ ids }) => ids,
      },
    });
  } finally {
    await cluster.disconnect();
  }
}

interface Encoding {
  writeBuffer(bytes: Buffer): Encoding;
}
const Encoder = createRequire(import.meta.url)('kafkajs/src/protocol/encoder') as new () => Encoding;

/** What of kafkajs' inside is used; fixed by the exact version in package.json, and a test against a broker. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  findControllerBroker(): Promise<{ connectionPool: { send(protocol: Protocol): Promise<TopicIds> } }>;
}
interface Protocol {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<Encoding>;
  };
  readonly response: {
    readonly decode: (bytes: Buffer) => Promise<{ readonly ids: TopicIds; readonly clientSideThrottleTime: number }>;
    readonly parse: (decoded: { readonly ids: TopicIds }) => Promise<TopicIds>;
  };
}

function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create = symbol && (kafka as unknown as Record<symbol, (options: object) => Cluster>)[symbol];
  if (create === undefined) throw new Error('This release of kafkajs is built otherwise than 2.2.4.');
  return create({ allowAutoTopicCreation: false });
}

const noTags = Buffer.from([0]);
const noId = Buffer.alloc(16);

/** Metadata request, version 10: topics by name, none of them created, no operations asked for. */
function encodeRequest(topics: readonly string[]): Buffer {
  const entries = topics.map((name) => Buffer.concat([noId, compactText(name), noTags]));
  // The header's tagged fields come first: kafkajs writes headers without them.
  return Buffer.concat([noTags, unsigned(topics.length + 1), ...entries, Buffer.from([0, 0, 0]), noTags]);
}

function decodeResponse(bytes: Buffer): TopicIds {
  const at = new Reader(bytes);
  at.tags();
  at.skip(4); // throttle_time_ms
  at.list(() => {
    at.skip(4); // node_id
    at.text();
    at.skip(4); // port
    at.text();
    at.tags();
  });
  at.text(); // cluster_id
  at.skip(4); // controller_id
  const ids = new Map<string, string>();
  at.list(() => {
    const error = at.skip(2).readInt16BE();
    const name = at.text();
    const id = at.skip(16);
    at.skip(1); // is_internal
    at.list(() => {
      at.skip(2 + 4 + 4 + 4); // error_code, partition_index, leader_id, leader_epoch
      for (let nodes = 0; nodes < 3; nodes += 1) at.list(() => at.skip(4));
      at.tags();
    });
    at.skip(4); // topic_authorized_operations
    at.tags();
    if (error === 0 && name !== undefined && !id.equals(noId)) ids.set(name, id.toString('hex'));
  });
  return ids;
}

/** Kafka's compact forms: lengths are unsigned varints, one more than they are, 0 for null. */
class Reader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(length: number): Buffer {
    if (this.#offset + length > this.#bytes.length) throw new Error('The answer to a metadata request ends too soon.');
    return this.#bytes.subarray(this.#offset, (this.#offset += length));
  }

  text(): string | undefined {
    const length = this.#unsigned();
    return length === 0 ? undefined : this.skip(length - 1).toString('utf8');
  }

  list(readOne: () => unknown): void {
    for (let left = this.#unsigned() - 1; left > 0; left -= 1) readOne();
  }

  tags(): void {
    for (let left = this.#unsigned(); left > 0; left -= 1) {
      this.#unsigned();
      this.skip(this.#unsigned());
    }
  }

  #unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.skip(1).readUInt8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
}

function compactText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([unsigned(bytes.length + 1), bytes]);
}

function unsigned(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
