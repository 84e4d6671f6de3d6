import type { Transaction } from '@sluice/runtime/postgres/database';
import { Envelope } from '@sluice/shared/envelope';
import { Outcome } from '@sluice/shared/messages/outcome';
import type {
  CommandProgress,
  CommandState,
  Item,
  Probing,
  StepProgress,
  StepState,
  Undo,
} from './command-progress.js';
import type { CommandHead, GatewayCommand, Protocol, StepPolicy } from '../protocol.js';
import type { BlockReason } from '../delay/block-reason.js';

/** A command as it is stored. Whoever changes it holds the lock of its row. */
export interface StoredCommand {
  readonly head: CommandHead;
  /** As it came in; null for a command of which only the withdrawal is known. */
  readonly body: unknown;
  readonly cause: Envelope | undefined;
  readonly progress: CommandProgress;
  readonly outcome: Outcome | undefined;
  /** How many answers it lost while it shared a request with others. */
  readonly sharedLosses: number;
  /** Absent while an answer or a person is waited for, and after its end. */
  readonly dueAt: Date | undefined;
  /** What holds it up, as last published. */
  readonly delay: BlockReason | undefined;
}

interface CommandRow {
  command_id: string;
  document_type: string;
  document_id: string;
  destination: string;
  body: unknown;
  cause: unknown;
  state: CommandState;
  run: number;
  undo: Undo | null;
  message: string | null;
  outcome: unknown;
  undone: boolean;
  shared_losses: number;
  due_at: Date | null;
  delay: BlockReason | null;
}

interface StepRow {
  command_id: string;
  id: string;
  state: StepState;
  items: Item[];
  attempts: number;
  not_seen: number;
  outcome_unknown: boolean;
  refusal_in_doubt: boolean;
  request_id: string | null;
  probe: Probing | null;
  ended_at: Date | null;
}

/** Locks the command's row and reads it with its steps. */
export async function loadCommand(tx: Transaction, commandId: string): Promise<StoredCommand | undefined> {
  return (await loadCommands(tx, [commandId])).get(commandId);
}

/** Locks several, always in the same order, so that two who do so at once do not block each other. */
export async function loadCommands(tx: Transaction, ids: readonly string[]): Promise<Map<string, StoredCommand>> {
  const rows: CommandRow[] = await tx.query(
    `SELECT * FROM command WHERE command_id = ANY($1::uuid[]) ORDER BY command_id FOR UPDATE`,
    [ids],
  );
  const steps: StepRow[] = await tx.query(
    `SELECT * FROM step WHERE command_id = ANY($1::uuid[]) ORDER BY command_id, position`,
    [ids],
  );
  const stepsOf = Map.groupBy(steps, (step) => step.command_id);
  return new Map(rows.map((row) => [row.command_id, storedOf(row, stepsOf.get(row.command_id) ?? [])]));
}

const storedOf = (row: CommandRow, steps: readonly StepRow[]): StoredCommand => ({
  head: {
    commandId: row.command_id,
    document: { type: row.document_type, id: row.document_id } as CommandHead['document'],
    destination: row.destination,
  },
  body: row.body,
  cause: row.cause === null ? undefined : Envelope.parse(row.cause),
  progress: {
    state: row.state,
    run: row.run,
    undo: row.undo,
    undone: row.undone,
    message: row.message,
    steps: steps.map(progressOf),
  },
  outcome: row.outcome === null ? undefined : Outcome.parse(row.outcome),
  sharedLosses: row.shared_losses,
  dueAt: row.due_at ?? undefined,
  delay: row.delay ?? undefined,
});

const progressOf = (row: StepRow): StepProgress => ({
  id: row.id,
  state: row.state,
  items: row.items,
  attempts: row.attempts,
  notSeen: row.not_seen,
  outcomeUnknown: row.outcome_unknown,
  refusalInDoubt: row.refusal_in_doubt,
  requestId: row.request_id,
  probe: row.probe,
  endedAt: row.ended_at?.toISOString() ?? null,
});

/** A stored command and how its steps are to be run. Throws where this release cannot read it. */
export function readCommand<Command extends GatewayCommand>(
  { parse, policyOf }: Pick<Protocol<Command, never>, 'parse' | 'policyOf'>,
  body: unknown,
): { readonly command: Command; readonly policies: readonly StepPolicy[] } {
  const command = parse(body);
  return { command, policies: command.steps.map((step) => policyOf(step)) };
}

/** None for a withdrawal of a command that never came, and for a command that this release cannot read. */
export function policiesOf<Command extends GatewayCommand>(
  protocol: Pick<Protocol<Command, never>, 'parse' | 'policyOf'>,
  body: unknown,
): readonly StepPolicy[] {
  try {
    return readCommand(protocol, body).policies;
  } catch {
    return [];
  }
}
