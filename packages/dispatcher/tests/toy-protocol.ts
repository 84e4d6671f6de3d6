import { Agent } from 'undici';
import { z } from 'zod';
import { DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import { Priority } from '@sluice/shared/messages/command';
import { StepValue, WhenOutcomeUnknown } from '@sluice/shared/script';
import { isSealed, withSealedReplaced, type SealedValue } from '@sluice/shared/sealed';
import { recordsThatMatch } from '../src/step/match-records.js';
import type { Protocol, Returned, Unresolvable } from '../src/protocol.js';
import type { Classified } from '@sluice/shared/http/classified';
import type { Sent, Transport } from '@sluice/shared/http/exchange';
import { sendGuarded } from '@sluice/shared/http/send-guarded';
import type { ToyCall } from './toy-peer.js';

const ScriptCall = z.object({ name: z.string(), args: z.record(z.string(), StepValue) });
const ToyStep = z.object({
  id: z.string(),
  kind: z.enum(['read', 'write']),
  calls: z.array(ScriptCall),
  commit: z.boolean().default(false),
  optional: z.boolean().default(false),
  stopIfFound: z.boolean().default(false),
  undo: ScriptCall.optional(),
  probe: z.object({ calls: z.array(ScriptCall), absentProves: z.boolean().default(false) }).optional(),
  whenOutcomeUnknown: WhenOutcomeUnknown.default({ do: 'require-operator' }),
});
export const ToyCommand = z.object({
  commandId: z.uuid(),
  document: DocumentRef,
  destination: z.string(),
  priority: Priority,
  decidedAt: z.string(),
  follows: z.string().optional(),
  documentSince: z.string().optional(),
  steps: z.array(ToyStep),
});
export type ToyCommand = z.output<typeof ToyCommand>;
export type ToyStepInput = z.input<typeof ToyStep>;

interface ToyResult {
  readonly notProcessed?: boolean;
  readonly refused?: { code: string; message: string };
  readonly records?: Record<string, string>[];
}

/** Speaks with the toy peer; its scripts are written like those for M3, its transport is a real one. */
export function toyProtocol(url: string): Protocol<ToyCommand, ToyCall> {
  return {
    account: 'toy',
    system: 'Toy',
    direction: 'to-m3',
    callsPerRequest: 3,
    parse: (stored) => ToyCommand.parse(stored),
    policyOf: (step) => ({
      id: step.id,
      kind: step.kind,
      commit: step.commit,
      optional: step.optional,
      ...(step.stopIfFound && { stopIfFound: {} }),
      hasUndo: step.undo !== undefined,
      hasProbe: step.probe !== undefined,
      whenOutcomeUnknown: step.whenOutcomeUnknown,
    }),
    callsOf: (_, step, returned) => fillIn(step.calls, returned),
    undoCallsOf: (_, { undo }, returned) => fillIn(undo === undefined ? [] : [undo], returned),
    probeCallsOf: (_, { probe }, returned) => fillIn(probe?.calls ?? [], returned),
    judge: (_, { probe }, results) => {
      const found = recordsThatMatch(results.flatMap((one) => (one.state === 'ok' ? one.records : [])));
      if (found.length > 0) return { verdict: 'done', records: [found] };
      return { verdict: probe?.absentProves === true ? 'not-done-proven' : 'not-seen', records: [] };
    },
    groupOf: () => 'toy',
    encode: (calls, reveal) => ({
      method: 'POST',
      url: `${url}/calls`,
      headers: {},
      body: JSON.stringify({ calls: withSealedReplaced(calls, reveal) }),
    }),
    classify: (calls, { status, headers, body }): Classified => {
      const message = `HTTP ${status}`;
      if (status === 401) return { kind: 'rejected', code: 'credentials-refused', message };
      if (status === 403) return { kind: 'rejected', code: 'scope-missing', message: `${message}: ${body}` };
      if (status === 429) {
        const wait = headers['retry-after'];
        return {
          kind: 'rejected',
          code: 'rate-limited',
          message,
          ...(wait !== undefined && { retryAfterMs: Number(wait) }),
        };
      }
      if (status !== 200) return { kind: 'unanswered', code: 'unavailable', message };
      const { results } = JSON.parse(body) as { results: ToyResult[] };
      return {
        kind: 'results',
        results: calls.map(({ name }, index) => {
          const one = results[index];
          if (one === undefined) return { state: 'missing' };
          if (one.notProcessed === true) return { state: 'not-processed' };
          if (one.refused !== undefined) return { state: 'nok', refusal: { transaction: name, ...one.refused } };
          return { state: 'ok', records: one.records ?? [] };
        }),
      };
    },
    transport: new ToyTransport(url),
  };
}

class ToyTransport implements Transport {
  readonly #url: string;
  readonly #agent = new Agent({ pipelining: 1, connections: 4, headersTimeout: 0, bodyTimeout: 0 });
  #token: string | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async prepare(onTokenCall: Parameters<Transport['prepare']>[0]): Promise<void> {
    if (this.#token !== undefined) return;
    const startedAt = new Date();
    const request = { method: 'POST', url: `${this.#url}/token`, headers: {} } as const;
    const sent = await sendGuarded(this.#agent, request, { onRequestStart: () => undefined, timeoutMs: 1000 });
    const status = sent.kind === 'answer' ? sent.answer.status : undefined;
    onTokenCall({ url: request.url, startedAt, durationMs: 1, ...(status !== undefined && { status }) });
    if (sent.kind !== 'answer' || status !== 200)
      throw new Failure('no token', { code: 'credentials-refused', stage: 'token', disposition: 'park' });
    this.#token = sent.answer.body;
  }

  forgetToken(): void {
    this.#token = undefined;
  }

  send(...[request, options]: Parameters<Transport['send']>): Promise<Sent> {
    const headers = { ...request.headers, authorization: `Bearer ${this.#token}` };
    return sendGuarded(this.#agent, { ...request, headers }, options);
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}

function fillIn(calls: readonly z.output<typeof ScriptCall>[], returned: Returned): ToyCall[] | Unresolvable {
  const filled: ToyCall[] = [];
  for (const { name, args } of calls) {
    const values: Record<string, string | SealedValue> = {};
    for (const [key, value] of Object.entries(args)) {
      if (typeof value === 'string' || isSealed(value)) values[key] = value;
      else {
        const found = returned[value.from]?.[0]?.[0]?.[value.field];
        if (typeof found !== 'string') return { unresolvable: `${name} needs ${key}` };
        values[key] = found;
      }
    }
    filled.push({ name, args: values });
  }
  return filled;
}
