import { describe, expect, it } from 'vitest';
import { groupInserts } from './group-inserts.js';

const grouping = { itemsMax: 100, slowMs: 1000, heldMax: 1000 };
const never = (): boolean => false;

describe('requests that arrive together are one write', () => {
  it('and each gets the answer to its own item', async () => {
    const writes: (readonly number[])[] = [];
    const insert = groupInserts(
      async (items: readonly number[]) => {
        writes.push(items);
        return items.map((item) => `stored ${item}`);
      },
      never,
      grouping,
    );
    expect(await Promise.all([1, 2, 3].map(insert))).toEqual(['stored 1', 'stored 2', 'stored 3']);
    expect(await insert(4)).toBe('stored 4');
    expect(writes).toEqual([[1, 2, 3], [4]]);
  });

  it('also those that come while a write is under way: they share the next', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const writes: (readonly number[])[] = [];
    const insert = groupInserts(
      async (items: readonly number[]) => {
        writes.push(items);
        begin();
        await released;
        return items;
      },
      never,
      grouping,
    );
    const first = insert(1);
    await begun;
    const later = [2, 3, 4].map(insert);
    release();
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 3, 4]);
    expect(writes).toEqual([[1], [2, 3, 4]]);
  });

  it('no write is larger than allowed', async () => {
    const sizes: number[] = [];
    const insert = groupInserts(
      async (items: readonly number[]) => {
        sizes.push(items.length);
        return items;
      },
      never,
      { ...grouping, itemsMax: 2 },
    );
    await Promise.all([1, 2, 3, 4, 5].map(insert));
    expect(sizes).toEqual([2, 2, 1]);
  });
});

it('a write that hangs does not hold the next one up for long', async () => {
  const insert = groupInserts(
    async (items: readonly string[]) => (items.includes('hangs') ? new Promise<never>(() => {}) : items),
    never,
    { ...grouping, itemsMax: 1, slowMs: 5 },
  );
  void insert('hangs');
  expect(await insert('next')).toBe('next');
});

describe('a write that fails', () => {
  it('because of one item fails for that item alone', async () => {
    const insert = groupInserts(
      async (items: readonly string[]) => {
        if (items.includes('bad')) throw new Error('bad item');
        return items;
      },
      never,
      grouping,
    );
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map(insert));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('because storage is away fails for all at once, and is tried once', async () => {
    let tries = 0;
    const insert = groupInserts(
      async (): Promise<never[]> => {
        tries += 1;
        throw new Error('away');
      },
      () => true,
      grouping,
    );
    const answers = await Promise.allSettled([1, 2, 3].map(insert));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(tries).toBe(1);
  });
});

it('what comes while too many are held is turned away, and taken again afterwards', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const insert = groupInserts(
    async (items: readonly number[]) => {
      await released;
      return items;
    },
    never,
    { ...grouping, heldMax: 2 },
  );
  const held = [insert(1), insert(2)];
  expect(await insert(3)).toBeUndefined();
  release();
  expect(await Promise.all(held)).toEqual([1, 2]);
  await expect.poll(() => insert(4)).toBe(4);
});
