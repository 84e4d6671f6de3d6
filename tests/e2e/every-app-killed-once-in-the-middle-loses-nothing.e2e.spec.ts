import { appNames, type AppName } from '@sluice/shared/apps';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppProcess } from './app-process.js';
import { Story } from './story.js';
import { makeWorld, type World } from './world.js';

let world: World;
let story: Story;
const apps = new Map<AppName, AppProcess>();

beforeAll(async () => {
  // A process needs seconds to come back, whatever the time scale: the sender must be as patient.
  world = await makeWorld({ senderPatience: 1 });
  for (const name of appNames) apps.set(name, new AppProcess(name, world));
  await Promise.all([...apps.values()].map((app) => app.start()));
  await world.importMappings();
  story = new Story(world.addresses);
});

afterAll(async () => {
  await Promise.all([...apps.values()].map((app) => app.stop()));
  await world?.end();
});

test.each(appNames)('killing %s in the middle loses nothing and makes no second order', async (name) => {
  const app = apps.get(name) as AppProcess;
  const supplier = await story.givenSupplier();
  const orders = await Promise.all(Array.from({ length: 6 }, () => story.givenOrder(supplier)));

  const approving = Promise.all(orders.map((order) => story.whenApproved(order)));
  await app.kill();
  await approving;
  await app.start();

  for (const order of orders) await story.thenRecordIs(order, 'Posted', 90_000);
  for (const order of orders) expect(await story.ordersInM3(order), `orders of ${order.number}`).toHaveLength(1);
});
