import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { LeaseKeeper } from './keep-lease.js';
import { ToyWorld } from '../../tests/toy-world.js';

const world = new ToyWorld();
beforeAll(() => world.begin());
afterAll(() => world.end());

it('a lease that is held but cannot be used says why, until it can', async () => {
  let isBroken = true;
  const keeper = new LeaseKeeper({
    database: world.database,
    log: world.context().log,
    account: 'toy',
    holder: 'one',
    leaseMs: 5_000,
    renewMs: 50,
    onTaken: async () => {
      if (isBroken) throw new Error('the table is gone');
    },
  });
  expect(keeper.problem).toBeUndefined();
  keeper.start();
  await eventually(() => keeper.problem === 'the table is gone');
  expect(keeper.current()).toBeUndefined();
  isBroken = false;
  await eventually(() => keeper.current() !== undefined);
  expect(keeper.problem).toBeUndefined();
  await keeper.stop();
});
