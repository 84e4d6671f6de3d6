import { connect, isIP } from 'node:net';
import { connect as connectByTls } from 'node:tls';

/** ApiVersions, version 0: the one request that every broker answers to anybody. Length, key, version, id, no client id. */
const apiVersionsRequest = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Whether a Kafka broker, and not just something, answers at `host:port`. */
export const kafkaAnswers = async (broker) => (await whyNoKafka(broker)) === undefined;

/** Why no Kafka broker answers at `host:port`, by TLS where its options are given; nothing where one does. */
export function whyNoKafka(broker, { timeoutMs = 2_000, tls } = {}) {
  const separator = broker.lastIndexOf(':');
  const [host, port] = [broker.slice(0, separator), Number(broker.slice(separator + 1))];
  return new Promise((resolve) => {
    const socket =
      tls === undefined
        ? connect({ host, port })
        : connectByTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...tls });
    const end = (why) => {
      socket.destroy();
      resolve(why);
    };
    let received = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => end('it does not answer'));
    socket.on('error', (error) => end(error.message.trim() || error.code));
    socket.on('close', () => end('it closes the connection'));
    socket.on(tls === undefined ? 'connect' : 'secureConnect', () => socket.write(apiVersionsRequest));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 8) end(received.readInt32BE(4) === 1 ? undefined : 'what answers is no broker');
    });
  });
}
