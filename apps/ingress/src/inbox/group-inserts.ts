/** How requests are put together. */
export interface Grouping {
  readonly itemsMax: number;
  /** A write that takes longer no longer holds up the next: only its own connection may hang. */
  readonly slowMs: number;
  /** Requests that may be held at once; more are turned away, so that a slow database does not fill the memory. */
  readonly heldMax: number;
}

interface Held<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Turns a write of many items into one of a single item: each caller gets the answer to its own item once the write
 * that carried it has succeeded. Nobody waits for others to come: a write begins with what is there, and what comes
 * while it is under way shares the next, so that groups grow with the load. `concernsAll` tells a failure that any item
 * would have met (the database is away); after another one the items are written one by one, so that none fails because
 * of its neighbour. A call beyond `heldMax` is answered `undefined` at once.
 */
export function groupInserts<Item, Answer>(
  write: (items: readonly Item[]) => Promise<readonly Answer[]>,
  concernsAll: (cause: unknown) => boolean,
  { itemsMax, slowMs, heldMax }: Grouping,
): (item: Item) => Promise<Answer | undefined> {
  const waiting: Held<Item, Answer>[] = [];
  let held = 0;
  let isWriting = false;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.splice(0, itemsMax);
      const written = writeGroup(group).finally(() => (held -= group.length));
      await atMax(slowMs, written);
    }
    isWriting = false;
  };

  const writeGroup = async (group: readonly Held<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await write(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    } catch (cause) {
      if (group.length === 1 || concernsAll(cause)) for (const { reject } of group) reject(cause);
      else for (const one of group) await writeGroup([one]);
    }
  };

  return async (item) => {
    if (held >= heldMax) return undefined;
    held += 1;
    return new Promise<Answer>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isWriting) return;
      isWriting = true;
      // What came from the network in one go begins together.
      setImmediate(() => void writeAll());
    });
  };
}

async function atMax(ms: number, work: Promise<void>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, over]);
  clearTimeout(timer);
}
