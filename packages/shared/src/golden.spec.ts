import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappingValues, type Mapping } from './messages/mapping.js';
import { parseDocumentKey } from './document.js';
import { fromHeaders, toHeaders } from './envelope.js';
import { topicNames, topics, type TopicName } from './topics.js';

interface Golden {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: Record<string, unknown>;
}

const folder = new URL('../golden/', import.meta.url);
const shapesOf = (topic: TopicName): string[] => {
  try {
    return readdirSync(new URL(`${topic}/`, folder)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
};
const read = (topic: TopicName, shape: string): Golden =>
  JSON.parse(readFileSync(new URL(`${topic}/${shape}`, folder), 'utf8')) as Golden;

const all = topicNames.flatMap((topic) =>
  shapesOf(topic).map((shape) => ({ topic, shape, message: read(topic, shape) })),
);

/** A document would be lost if a release could no longer read what an earlier one wrote, so each shape ever released stays here. */
describe('every message ever released is read for ever', () => {
  it.each(topicNames)('%s has an example, or another topic of the same schema has one', (topic) => {
    const { schema } = topics[topic];
    const examples = topicNames.filter((name) => topics[name].schema === schema).flatMap(shapesOf);
    expect(examples, `packages/shared/golden/${topic}/ holds no message`).not.toEqual([]);
  });

  it('no example belongs to a topic that is gone', () => {
    expect(readdirSync(folder).filter((name) => !topicNames.some((topic) => topic === name))).toEqual([]);
  });

  describe.each(all)('$topic/$shape', ({ topic, message }) => {
    const definition = topics[topic];

    it('parses', () => {
      expect(definition.schema.safeParse(message.value).error?.issues ?? []).toEqual([]);
    });

    it('reads the same once it went through Postgres', () => {
      const read = definition.schema.parse(message.value);
      expect(definition.schema.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
    });

    it('reads the same with a field that a newer release added', () => {
      const { newField: _, ...read } = definition.schema.parse({ ...message.value, newField: 1 }) as Record<
        string,
        unknown
      >;
      expect(read).toEqual(definition.schema.parse(message.value));
    });

    it('has an envelope that survives the headers, with a sequence exactly on topics of state', () => {
      const envelope = fromHeaders(message.headers);
      expect(envelope.error?.issues ?? []).toEqual([]);
      expect(toHeaders(envelope.data as NonNullable<typeof envelope.data>)).toEqual(message.headers);
      expect(envelope.data?.type).toBe(topic);
      expect(envelope.data?.sequence !== undefined).toBe(definition.state);
    });

    it('fits into the topic', () => {
      expect(Buffer.byteLength(JSON.stringify(message.value))).toBeLessThan(definition.maxBytes);
    });

    it('lies under the key that the topic states', () => {
      const { document } = message.value as { document?: { type: string; id: string } };
      if (definition.key === '<type>/<id>' && document !== undefined)
        expect(message.key).toBe(`${document.type}/${document.id}`);
      else if (definition.key === '<type>/<id>' && topic !== 'audit.v1')
        expect(parseDocumentKey(message.key)).toBeDefined();
      else if (definition.key === '<table>/<key>')
        expect(message.key).toBe(`${String(message.value['table'])}/${String(message.value['key'])}`);
      else expect(message.key).not.toBe('');
    });
  });

  it.each(all.filter(({ topic }) => topic === 'mapping.v1'))(
    'mapping.v1/$shape has the columns of its table',
    ({ message }) => {
      const mapping = message.value as unknown as Mapping;
      expect(mappingValues[mapping.table].safeParse(mapping.value).error?.issues ?? []).toEqual([]);
    },
  );
});
