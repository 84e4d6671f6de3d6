import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { requireAdminToken } from './admin/require-admin-token.js';
import { AppModule } from './app.module.js';
import { SandboxConfig, type SandboxSettings } from './config.js';
import { Sandbox } from './sandbox.js';

export interface RunningSandbox {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a sandbox of its own; many can run in one process. */
export async function start(settings: SandboxSettings): Promise<RunningSandbox> {
  const config = SandboxConfig.parse(settings);
  const sandbox = new Sandbox(config);
  // Bodies are read raw: signatures, property order and malformed JSON are part of what is played.
  const app = await NestFactory.create(AppModule.of(sandbox), { bodyParser: false, logger: ['error'] });
  app.use('/admin', requireAdminToken(config.adminToken));
  await app.listen(config.port, config.host);
  const server = app.getHttpServer() as Server;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${config.host}:${port}`,
    async stop() {
      await sandbox.stop();
      const closed = app.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
