import 'reflect-metadata';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { SandboxConfig, type SandboxSettings } from './config.js';
import { readTls } from './http/tls.js';
import { Sandbox } from './sandbox.js';
import { sameSecret } from './secrets.js';

export interface RunningSandbox {
  /** Without a trailing slash. */
  readonly url: string;
  /** The certificate that is served, as PEM; a client must be told to trust one that was signed by itself. */
  readonly certificate: string | undefined;
  stop(): Promise<void>;
}

/** Starts a sandbox of its own; many can run in one process. */
export async function start(settings: SandboxSettings): Promise<RunningSandbox> {
  const config = SandboxConfig.parse(settings);
  const tls = await readTls(config);
  const sandbox = new Sandbox(config, tls?.cert);
  // Bodies are read raw: signatures, property order and malformed JSON are part of what is played.
  const options = { bodyParser: false, logger: ['error' as const], ...(tls ? { httpsOptions: tls } : {}) };
  const app = await NestFactory.create(AppModule.of(sandbox), options);
  app.use('/admin', requireAdminToken(config.adminToken));
  await app.listen(config.port, config.host);
  const server = app.getHttpServer() as Server;
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://${config.host}:${port}`,
    certificate: tls?.cert,
    async stop() {
      await sandbox.stop();
      const closed = app.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Lets through only those who carry the admin token. */
const requireAdminToken =
  (adminToken: string) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && sameSecret(given, adminToken)) {
      next();
      return;
    }
    response.statusCode = 401;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('www-authenticate', 'Bearer');
    response.end(JSON.stringify({ error: 'The admin token is missing or wrong.' }));
  };
