import { connect } from 'node:net';

/** ApiVersions, version 0: the one request that every broker answers to anybody. Length, key, version, id, no client id. */
const apiVersionsRequest = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Whether a Kafka broker, and not just something, answers at `host:port`. */
export function kafkaAnswers(broker, timeoutMs = 2_000) {
  const separator = broker.lastIndexOf(':');
  const [host, port] = [broker.slice(0, separator), Number(broker.slice(separator + 1))];
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    let received = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('connect', () => socket.write(apiVersionsRequest));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 8) end(received.readInt32BE(4) === 1);
    });
  });
}
