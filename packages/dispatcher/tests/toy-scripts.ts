import { randomUUID } from 'node:crypto';
import type { ToyCommand, ToyStepInput } from './toy-protocol.js';

const number = { from: 'open', field: 'number' };
const undo = { name: 'drop', args: { number } };
const again = { do: 'undo-and-restart', from: 'open' } as const;

/** Like an order in M3: open an entry, add what belongs to it, finish it. */
export const entryScript = (
  items: readonly string[],
): [open: ToyStepInput, add: ToyStepInput, finish: ToyStepInput] => [
  { id: 'open', kind: 'write', calls: [{ name: 'open', args: {} }], whenOutcomeUnknown: { do: 'repeat' } },
  {
    id: 'add',
    kind: 'write',
    calls: items.map((item) => ({ name: 'add', args: { number, item } })),
    undo,
    whenOutcomeUnknown: again,
  },
  {
    id: 'finish',
    kind: 'write',
    commit: true,
    calls: [{ name: 'finish', args: { number } }],
    probe: { calls: [{ name: 'look', args: { number } }] },
    whenOutcomeUnknown: { do: 'repeat' },
  },
];

/** A step that only reads. */
export const readStep = (name: string, args: Record<string, string> = {}): ToyStepInput => ({
  id: name,
  kind: 'read',
  calls: [{ name, args }],
});

export const toyCommand = (steps: readonly ToyStepInput[], change: Partial<ToyCommand> = {}): ToyCommand =>
  ({
    commandId: randomUUID(),
    document: { type: 'purchase-order', id: randomUUID() },
    destination: 'm3/100',
    priority: 'live',
    decidedAt: new Date().toISOString(),
    steps,
    ...change,
  }) as ToyCommand;
