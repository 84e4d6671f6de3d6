// Run in a checkout that is compiled: prints what it knows of contracts, for the test beside this file.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [app, domain] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(join(process.cwd(), file)));

const { commandTopics, topics } = await load('packages/shared/dist/topics.js');
const { topicsReadBy } = await load('packages/reconciler/dist/sync/sync-subscriptions.js');
const { contractDomain } = await load(`apps/${app}/dist/${domain}/contract-domain.js`);
const { loadConfigs, loadM3Transactions, loadMigrations } = await load('apps/cli/dist/load-apps.js');

const known = {
  owners: Object.fromEntries(
    Object.entries(topics)
      .filter(([topic]) => topic.includes('.contract.'))
      .map(([topic, { owner }]) => [topic, owner]),
  ),
  readByGateway: commandTopics('m3'),
  readBySync: topicsReadBy([contractDomain({ agreementType: '01' })]),
  migrated: (await loadMigrations()).map((one) => one.app),
  configured: (await loadConfigs()).map((one) => one.app),
  transactions: (await loadM3Transactions()).map(({ program, transaction }) => `${program} ${transaction}`),
};
process.stdout.write(JSON.stringify(known));
