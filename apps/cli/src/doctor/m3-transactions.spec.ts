import { readdirSync, readFileSync } from 'node:fs';
import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';
import { expect, it } from 'vitest';
import { appsThatUseM3 } from '../load-apps.js';

/** What the doctor does not check in a tenant is missed by the first document that needs it. */
it.each(appsThatUseM3())('the transactions that %s lists for the doctor are all that its code names', async (app) => {
  const { m3Transactions } = (await import(/* @vite-ignore */ `@sluice/${app}/m3-transactions`)) as {
    m3Transactions: TransactionUsed[];
  };
  const folder = new URL(`../../../${app}/src/`, import.meta.url);
  const named = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && path !== 'm3-transactions.ts')
    .map((path) => readFileSync(new URL(path, folder), 'utf8'))
    .flatMap((text) => [...text.matchAll(/\btransaction: '(\w+)'/g)].map(([, transaction = '']) => transaction));
  expect([...new Set(named)].toSorted()).toEqual(
    [...new Set(m3Transactions.map(({ transaction }) => transaction))].toSorted(),
  );
});
