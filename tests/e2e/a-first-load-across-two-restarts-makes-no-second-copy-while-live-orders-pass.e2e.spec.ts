import { appNames, type AppName } from '@sluice/shared/apps';
import { eventually } from '@sluice/testing/eventually';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppProcess } from './app-process.js';
import { Story } from './story.js';
import { makeWorld, type World } from './world.js';

/**
 * As many as two cores load within a story, beside seven apps and the sandbox. Coupa alone, which gives 25 requests a second,
 * takes a minute and a half for 2,000: `npm run bench -- suppliers-per-minute` measures such loads.
 */
const inBoth = 180;
const onlyInCoupa = 20;
/** From these on the two systems number what each of them fills in. */
const fromInBoth = 100_000;
const fromInCoupa = 200_000;

const settings = {
  SUPPLIER_SYNC: 'both',
  COUPA_SCOPES: [
    'core.common.read',
    'core.integration.read',
    'core.integration.write',
    'core.purchase_order.read',
    'core.purchase_order.write',
    'core.supplier.read',
    'core.supplier.write',
  ].join(' '),
  // What people change in M3 meanwhile is another story.
  M3_SUPPLIER_SCAN_INTERVAL: '3600',
  M3_SUPPLIER_NUMBERS: 'own',
  M3_SUPPLIER_NUMBER_PREFIX: 'N',
  M3_SUPPLIER_NUMBER_START: '500000',
  // With durations as short as in other stories the apps would ask again for what waits for its turn.
  SLUICE_TIME_SCALE: '0.2',
  M3_QUOTA: '60/min,concurrency=4',
};

const mappings = [
  { table: 'supplier-group', key: '(default)', value: { template: 'TEMPLATE' } },
  ...['BE', 'DE', 'FR', 'NL', 'SE'].map((code) => ({
    table: 'country',
    key: code,
    value: { country: code, taxField: 'VRNO' },
  })),
];

let world: World;
let story: Story;
const apps = new Map<AppName, AppProcess>();

beforeAll(async () => {
  const made = await makeWorld();
  world = { ...made, environmentOf: (app) => ({ ...made.environmentOf(app), ...settings }) };
  for (const name of appNames) apps.set(name, new AppProcess(name, world));
  await Promise.all([...apps.values()].map((app) => app.start()));
  await world.importMappings();
  story = new Story(world.addresses);
  await story.whenMapped(mappings);
});

afterAll(async () => {
  await Promise.all([...apps.values()].map((app) => app.stop()));
  await world?.end();
});

interface Supplier {
  readonly id?: number;
  readonly name: string;
  readonly number?: string | null;
}
interface SupplierInM3 {
  readonly SUNO: string;
  readonly template: boolean;
  readonly fields: Readonly<Record<string, string>>;
}

test(`S28: a first load of ${inBoth + onlyInCoupa} suppliers across two restarts makes no second copy while live orders pass`, async () => {
  await sandbox('PUT', '/admin/m3/suppliers/100/TEMPLATE', {
    SUNM: 'Template',
    STAT: '20',
    CUCD: 'EUR',
    template: true,
  });
  await sandbox('POST', '/admin/m3/suppliers/fill', {
    cono: 100,
    count: inBoth,
    prefix: 'Y',
    from: fromInBoth,
    fields: { STAT: '20' },
  });
  await sandbox('POST', '/admin/coupa/suppliers/fill', { count: inBoth, from: fromInBoth, numbered: 1 });
  await sandbox('POST', '/admin/coupa/suppliers/fill', { count: onlyInCoupa, from: fromInCoupa });
  const supplier = await story.givenSupplier();
  const before = await story.givenOrder(supplier);
  const live = await story.givenOrder(supplier);
  await story.whenApproved(before);
  await story.thenRecordIs(before, 'Posted', 90_000);
  const all = inBoth + onlyInCoupa + 1;

  await console('POST', '/api/records/supplier/all/load');
  await untilDone(20);
  await restart('supplier-sync');
  await story.whenApproved(live);
  await untilInM3(live);
  expect((await progress()).done, 'the order waited for the load').toBeLessThan(all);
  await untilDone(all / 2);
  await restart('cloudsuite-gateway');
  await story.thenRecordIs(live, 'Posted', 90_000);
  await untilEveryoneHasANumber(all);

  const { inCoupa, inM3 } = await suppliersOfBoth();
  expect(inCoupa).toHaveLength(all);
  expect(inM3).toHaveLength(all);
  // None twice, none missing: every number of Coupa's is one of M3's, and each has one of its own.
  expect(new Set(inCoupa.map(({ number }) => number))).toEqual(new Set(inM3.map(({ SUNO }) => SUNO)));
  const made = inM3.filter(({ SUNO }) => SUNO.startsWith('N'));
  expect(made).toHaveLength(onlyInCoupa);
  expect(made.map(({ fields }) => fields['SUNM']).toSorted()).toEqual(
    inCoupa.flatMap(({ name, number }) => (number?.startsWith('N') === true ? [name] : [])).toSorted(),
  );
  expect((await progress()).load).toMatchObject({ listed: all, isListed: true });
  const unlinked = (await supplierSync('GET', '/internal/suppliers/unlinked')) as { coupa: unknown[] };
  expect(unlinked.coupa, 'suppliers that nobody needs to match').toEqual([]);
}, 300_000);

async function suppliersOfBoth(): Promise<{ inCoupa: Supplier[]; inM3: SupplierInM3[] }> {
  const { suppliers: inCoupa } = (await sandbox('GET', '/admin/coupa/suppliers')) as { suppliers: Supplier[] };
  const { suppliers: inM3 } = (await sandbox('GET', '/admin/m3/suppliers?cono=100')) as { suppliers: SupplierInM3[] };
  return { inCoupa, inM3: inM3.filter(({ template }) => !template) };
}

/** The number comes last: what was made in M3 is told to Coupa. */
const untilEveryoneHasANumber = (all: number): Promise<unknown> =>
  eventually(
    async () => {
      const { inCoupa } = await suppliersOfBoth();
      const without = inCoupa.filter(({ number = null }) => number === null || number === '');
      const { load } = await progress();
      if (without.length > 0 || load?.isListed !== true)
        throw new Error(`${without.length} of ${all} suppliers have no number: ${JSON.stringify(await progress())}`);
      return true;
    },
    { withinMs: 240_000 },
  );

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly load?: { readonly isListed: boolean };
}

const progress = (): Promise<Progress> => console('GET', '/api/progress?type=supplier') as Promise<Progress>;

const untilDone = (count: number): Promise<unknown> =>
  eventually(
    async () => {
      const now = await progress();
      if (now.done < count) throw new Error(`not ${count} suppliers are done: ${JSON.stringify(now)}`);
      return true;
    },
    { withinMs: 240_000 },
  );

const untilInM3 = (order: { number: string }): Promise<unknown> =>
  eventually(async () => (await story.ordersInM3(order)).length === 1, { withinMs: 60_000 });

/** As when the machine loses its power, in the middle of whatever it does. */
async function restart(name: AppName): Promise<void> {
  const app = apps.get(name) as AppProcess;
  await app.kill();
  await app.start();
}

const sandbox = (method: Method, path: string, body?: unknown) =>
  ask(world.addresses.sandbox.url, world.addresses.sandbox.adminToken, method, path, body);
const console = (method: Method, path: string, body?: unknown) =>
  ask(world.addresses.console.url, world.addresses.console.apiToken, method, path, body);

const supplierSync = (method: Method, path: string) => {
  const { PORT = '', SLUICE_API_TOKEN = '' } = world.environmentOf('supplier-sync');
  return ask(`http://127.0.0.1:${PORT}`, SLUICE_API_TOKEN, method, path);
};

type Method = 'GET' | 'PUT' | 'POST';

async function ask(url: string, token: string, method: Method, path: string, body?: unknown): Promise<unknown> {
  const { statusCode, body: answer } = await request(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (statusCode >= 300) throw new Error(`${method} ${path} was answered ${statusCode}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
