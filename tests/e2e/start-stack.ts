import { config as cloudsuiteGatewayConfig } from '@sluice/cloudsuite-gateway/config';
import { start as startCloudsuiteGateway } from '@sluice/cloudsuite-gateway/start';
import { config as consoleConfig } from '@sluice/console/config';
import { start as startConsole } from '@sluice/console/start';
import { config as coupaGatewayConfig } from '@sluice/coupa-gateway/config';
import { start as startCoupaGateway } from '@sluice/coupa-gateway/start';
import { config as ingressConfig } from '@sluice/ingress/config';
import { start as startIngress } from '@sluice/ingress/start';
import { config as poSyncConfig } from '@sluice/po-sync/config';
import { start as startPoSync } from '@sluice/po-sync/start';
import { config as supplierSyncConfig } from '@sluice/supplier-sync/config';
import { start as startSupplierSync } from '@sluice/supplier-sync/start';
import type { TestProject } from 'vitest/node';
import { makeWorld } from './world.js';

/** One stack for all stories of a run: every app in this one process, as each keeps no global state. */
export default async function startStack(project: TestProject): Promise<() => Promise<void>> {
  const world = await makeWorld();
  const running = await Promise.all([
    startIngress(ingressConfig.parse(world.environmentOf('ingress'))),
    startCoupaGateway(coupaGatewayConfig.parse(world.environmentOf('coupa-gateway'))),
    startSupplierSync(supplierSyncConfig.parse(world.environmentOf('supplier-sync'))),
    startPoSync(poSyncConfig.parse(world.environmentOf('po-sync'))),
    startCloudsuiteGateway(cloudsuiteGatewayConfig.parse(world.environmentOf('cloudsuite-gateway'))),
    startConsole(consoleConfig.parse(world.environmentOf('console'))),
  ]);
  await world.furnish();
  project.provide('addresses', world.addresses);
  return async () => {
    await Promise.all(running.map((app) => app.stop()));
    await world.end();
  };
}
