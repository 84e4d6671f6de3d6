import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Bytes stop flowing both ways; connections stay open and new ones are accepted, as with a hung peer. */
  stall(): void;
  /** Bytes flow again, those held back first. */
  resume(): void;
  /** Ends all connections and refuses new ones until `resume`. */
  cut(): void;
  /** Each piece of data waits for so long. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** Stands between a client and `target` (`host:port`) and brings the faults that a real service does not give on demand. */
export async function tcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  let stalled = false;
  let refusing = false;
  let delayMs = 0;
  const pipe = (from: Socket, to: Socket): void => {
    from.on('data', (data) => {
      if (delayMs > 0) setTimeout(() => to.write(data), delayMs);
      else to.write(data);
    });
    from.on('end', () => to.end());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => to.destroy());
    sockets.add(from);
    if (stalled) from.pause();
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
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    address: `127.0.0.1:${port}`,
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      stalled = false;
      refusing = false;
      for (const socket of sockets) socket.resume();
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
