import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@sluice/runtime/postgres/database';
import { eventually } from '@sluice/testing/eventually';
import { toyProtocol } from '../tests/toy-protocol.js';
import { entryScript, toyCommand } from '../tests/toy-scripts.js';
import { ToyWorld } from '../tests/toy-world.js';

/** A gateway runs for months. What one broken connection or one bug leaves behind must not wait for its next restart. */
describe('a command whose request is orphaned goes on by itself', () => {
  const world = new ToyWorld();
  beforeAll(() => world.begin());
  afterEach(() => world.stopDispatchers());
  afterAll(() => world.end());

  it('when the COMMIT of an intent arrived and its answer did not', async () => {
    const wire = await startWire(world.databaseUrl);
    const database = await openDatabase({ app: 'cloudsuite-gateway', databaseUrl: wire.url });
    const [finished, opens] = [world.peer.finished.size, world.peer.countOf('open')];
    const command = toyCommand(entryScript(['nut']));
    await world.fold(command);
    world.dispatch(world.context({ database }));
    await world.outcome(command, 'ok');
    expect(wire.cuts()).toBe(1);
    expect(world.peer.finished.size).toBe(finished + 1);
    expect(world.peer.countOf('open')).toBe(opens + 1);
    await world.stopDispatchers();
    await database.close();
    wire.server.close();
  });

  it('when the transport throws instead of answering', async () => {
    const opens = world.peer.countOf('open');
    const protocol = toyProtocol(world.peer.url);
    const { transport } = protocol;
    let throws = 0;
    const command = toyCommand(entryScript(['bolt']));
    await world.fold(command);
    world.dispatch(
      world.context({
        protocol: {
          ...protocol,
          transport: {
            prepare: (onTokenCall) => transport.prepare(onTokenCall),
            forgetToken: () => transport.forgetToken(),
            close: () => transport.close(),
            send: (request, options) => {
              throws += 1;
              if (throws === 1) throw new TypeError('Invalid URL');
              return transport.send(request, options);
            },
          },
        },
      }),
    );
    await world.outcome(command, 'ok');
    expect(world.peer.countOf('open')).toBe(opens + 1);
    expect((await world.audit(command)).map(({ action }) => action)).not.toContain('step-unknown');
  });

  it('when it was in flight beside one that this release cannot read', async () => {
    const unreadable = toyCommand(entryScript(['nut']));
    const innocent = toyCommand(entryScript(['pin']));
    for (const command of [unreadable, innocent]) {
      await world.fold(command);
      await world.database.query(`UPDATE command SET due_at = NULL, state = 'running' WHERE command_id = $1`, [
        command.commandId,
      ]);
      await world.database.query(`UPDATE step SET state = 'intended' WHERE command_id = $1 AND position = 0`, [
        command.commandId,
      ]);
    }
    await world.database.query(
      `UPDATE command SET body = jsonb_set(body, '{steps,0,kind}', '"future"') WHERE command_id = $1`,
      [unreadable.commandId],
    );
    world.dispatch();
    await world.outcome(innocent, 'ok');
    await eventually(async () => {
      const rows = await world.database.query(`SELECT 1 FROM command WHERE command_id = $1 AND due_at IS NOT NULL`, [
        unreadable.commandId,
      ]);
      return rows.length === 1;
    });
    await world.database.query(`DELETE FROM command WHERE command_id = $1`, [unreadable.commandId]);
  });
});

interface Wire {
  readonly server: Server;
  readonly url: string;
  readonly cuts: () => number;
}

/** A way to Postgres that once hands on the COMMIT of an intent and is cut before the answer comes back. */
async function startWire(databaseUrl: string): Promise<Wire> {
  const url = new URL(databaseUrl);
  const [port, host] = [Number(url.port), url.hostname];
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    let isIntent = false;
    let isMute = false;
    client.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (text.includes('INSERT INTO request (')) isIntent = true;
      if (isIntent && text.includes('COMMIT') && cuts === 0) {
        cuts += 1;
        isMute = true;
        // What comes back now is the answer to COMMIT.
        upstream.once('data', () => client.destroy());
      } else if (text.includes('COMMIT')) isIntent = false;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (!isMute) client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => undefined).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url.port = String((server.address() as AddressInfo).port);
  return { server, url: url.toString(), cuts: () => cuts };
}
