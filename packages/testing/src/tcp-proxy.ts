import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Bytes stop flowing both ways; connections stay open and new ones are accepted, as with a hung peer. */
  stall(): void;
  /** Bytes flow again, those held back first. */
  resume(): void;
  /** How many bytes are held back: proof that a peer is in the midst of speaking. */
  readonly heldBytes: number;
  /** Ends all connections and refuses new ones until `resume`. */
  cut(): void;
  /** Each piece of data waits for so long. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** For kafkajs, which goes to the address that a broker advertises and so would pass a proxy by. */
export const socketsThrough =
  (proxy: TcpProxy) =>
  ({ onConnect }: { onConnect: () => void }): Socket =>
    connect(proxy.port, '127.0.0.1', onConnect);

/** Stands between a client and `target` (`host:port`) and brings the faults that a real service does not give on demand. */
export async function tcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  let held: { to: Socket; data: Buffer }[] = [];
  let stalled = false;
  let refusing = false;
  let delayMs = 0;

  const pass = (to: Socket, data: Buffer): void => {
    if (stalled) held.push({ to, data });
    else if (!to.destroyed) to.write(data);
  };
  const pipe = (from: Socket, to: Socket): void => {
    from.on('data', (data) => {
      if (delayMs > 0) setTimeout(() => pass(to, data), delayMs);
      else pass(to, data);
    });
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => to.destroy());
    sockets.add(from);
  };
  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(targetPort), hostname);
    pipe(client, upstream);
    pipe(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const endAll = (): void => {
    held = [];
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    address: `127.0.0.1:${port}`,
    get heldBytes() {
      return held.reduce((sum, { data }) => sum + data.length, 0);
    },
    stall() {
      stalled = true;
    },
    resume() {
      stalled = false;
      refusing = false;
      for (const { to, data } of held.splice(0)) pass(to, data);
    },
    cut() {
      refusing = true;
      endAll();
    },
    delay(ms) {
      delayMs = ms;
    },
    async close() {
      endAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
