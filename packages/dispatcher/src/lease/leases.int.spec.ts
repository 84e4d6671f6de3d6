import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import type { Protocol } from '../protocol.js';
import type { ToyCall } from '../../tests/toy-peer.js';
import { toyProtocol, type ToyCommand } from '../../tests/toy-protocol.js';
import { entryScript, toyCommand } from '../../tests/toy-scripts.js';
import { ToyWorld, type ToyContext } from '../../tests/toy-world.js';

/**
 * Two dispatchers that both believe to be the one would spend the quota twice and send the same request twice. A
 * dispatcher that hangs for a while is the ordinary case: a paused container, a long garbage collection.
 */
describe('one dispatcher at a time', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(async () => {
    world.peer.release();
    await world.stopDispatchers();
  });
  afterAll(() => world.end());

  /** Hangs at one moment, until the test lets it go on. */
  class Hanging {
    readonly #gate = Promise.withResolvers<void>();
    reached = false;
    readonly protocol: Protocol<ToyCommand, ToyCall>;

    constructor(step: string) {
      const inner = toyProtocol(world.peer.url);
      const { transport } = inner;
      this.protocol = {
        ...inner,
        transport: {
          prepare: (onTokenCall) => transport.prepare(onTokenCall),
          forgetToken: () => transport.forgetToken(),
          close: () => transport.close(),
          send: async (request, options) => {
            if (request.body?.includes(`"${step}"`) === true && !this.reached) {
              this.reached = true;
              await this.#gate.promise;
            }
            return transport.send(request, options);
          },
        },
      };
    }

    goOn(): void {
      this.#gate.resolve();
    }
  }

  it('a standby sends nothing while the lease is renewed, and takes over when it is released', async () => {
    const first = world.dispatch();
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await world.outcome(command, 'ok');
    world.dispatch();
    const [before] = await world.database.query<{ term: string }>(`SELECT term FROM lease`);
    const second = toyCommand(entryScript(['bolt']));
    await world.fold(second);
    await world.outcome(second, 'ok');
    expect(await world.database.query(`SELECT term FROM lease`)).toEqual([before]);
    await first.stop();
    const third = toyCommand(entryScript(['pin']));
    await world.fold(third);
    await world.outcome(third, 'ok');
    const [after] = await world.database.query<{ term: string }>(`SELECT term FROM lease`);
    expect(Number(after?.term)).toBe(Number(before?.term) + 1);
  });

  it('a request whose time has run out is stopped before its first byte and is as if it had never been tried', async () => {
    const hanging = new Hanging('open');
    const opens = world.peer.countOf('open');
    world.dispatch(withoutRenewal(world.context({ protocol: hanging.protocol })));
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await eventually(() => hanging.reached);
    // Longer than it may be sent, shorter than a take-over.
    await eventually(async () => {
      const rows = await world.database.query(
        `SELECT 1 FROM request WHERE state = 'intended' AND send_before < clock_timestamp()`,
      );
      return rows.length === 1;
    });
    hanging.goOn();
    await eventually(async () => {
      const rows = await world.database.query<{ decision: string }>(
        `SELECT decision FROM request JOIN request_item ON request_id = id WHERE command_id = $1 AND state = 'not-sent'`,
        [command.commandId],
      );
      return rows[0]?.decision === 'not-sent';
    });
    world.dispatch();
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('open')).toBe(opens + 1);
  });

  it('a dispatcher that resumes after its lease was taken sends nothing, and its “not sent” frees the step at once', async () => {
    const hanging = new Hanging('finish');
    const [finishes, looks] = [world.peer.countOf('finish'), world.peer.countOf('look')];
    world.dispatch(withoutRenewal(world.context({ protocol: hanging.protocol })));
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await eventually(() => hanging.reached);
    const context = world.context();
    world.dispatch({ ...context, settings: { ...context.settings, settleMs: 60_000 } });
    await eventually(async () => (await world.stateOf(command, 'finish')) === 'unknown');
    expect((await world.outcomes(command)).map(({ delay }) => delay?.kind)).toEqual(['retrying']);
    hanging.goOn();
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
    expect(world.peer.countOf('look')).toBe(looks);
    const sent = await world.database.query(
      `SELECT state FROM request JOIN request_item ON request_id = id
       WHERE command_id = $1 AND step_id = 'finish' ORDER BY intended_at`,
      [command.commandId],
    );
    expect(sent).toEqual([{ state: 'not-sent' }, { state: 'answered' }]);
  });

  it('an answer that reaches a dispatcher without a lease is evidence: no probe is needed any more', async () => {
    const [finishes, looks] = [world.peer.countOf('finish'), world.peer.countOf('look')];
    const patient = world.context();
    world.peer.fail({ on: 'finish', do: 'hold' });
    world.dispatch(withoutRenewal({ ...patient, settings: { ...patient.settings, clientTimeoutMs: 30_000 } }));
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await eventually(() => world.peer.heldCount === 1);
    const context = world.context();
    world.dispatch({ ...context, settings: { ...context.settings, settleMs: 60_000 } });
    await eventually(async () => (await world.stateOf(command, 'finish')) === 'unknown');
    world.peer.release();
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
    expect(world.peer.countOf('look')).toBe(looks);
  });

  it('an answer that comes after a successor has gone on is recorded and changes nothing', async () => {
    const finishes = world.peer.countOf('finish');
    const patient = world.context();
    world.peer.fail({ on: 'finish', do: 'hold' });
    world.dispatch(withoutRenewal({ ...patient, settings: { ...patient.settings, clientTimeoutMs: 30_000 } }));
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    await eventually(() => world.peer.heldCount === 1);
    world.dispatch();
    await world.outcome(command, 'ok');
    world.peer.release();
    await eventually(async () => {
      const rows = await world.database.query<{ decision: string | null }>(
        `SELECT decision FROM request JOIN request_item ON request_id = id
         WHERE command_id = $1 AND step_id = 'finish' AND purpose = 'step'`,
        [command.commandId],
      );
      return rows[0]?.decision === 'too-late';
    });
    expect((await world.outcomes(command)).map(({ result }) => result)).toEqual(['pending', 'ok']);
    expect(world.peer.countOf('finish')).toBe(finishes + 1);
  });
});

/** A dispatcher that hangs as far as its lease goes: it does not renew it, and does not notice. */
const withoutRenewal = (context: ToyContext): ToyContext => ({
  ...context,
  settings: { ...context.settings, leaseRenewMs: 60_000 },
});
