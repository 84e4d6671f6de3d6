/** How requests are put together: those that arrive within `windowMs` of the first share one write. */
export interface Grouping {
  readonly windowMs: number;
  readonly itemsMax: number;
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
 * that carried it has succeeded. `concernsAll` tells a failure that any item would have met (the database is away);
 * after another one the items are written one by one, so that none fails because of its neighbour.
 * A call beyond `heldMax` is answered `undefined` at once.
 */
export function groupInserts<Item, Answer>(
  write: (items: readonly Item[]) => Promise<readonly Answer[]>,
  concernsAll: (cause: unknown) => boolean,
  { windowMs, itemsMax, heldMax }: Grouping,
): (item: Item) => Promise<Answer | undefined> {
  let open: Held<Item, Answer>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let held = 0;

  const close = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = open;
    open = [];
    void writeGroup(group).finally(() => (held -= group.length));
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
      open.push({ item, resolve, reject });
      if (open.length >= itemsMax) close();
      else timer ??= setTimeout(close, windowMs);
    });
  };
}
