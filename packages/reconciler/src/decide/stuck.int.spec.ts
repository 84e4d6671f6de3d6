import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, readFromM3, toyDomain, writeToM3, type ToyOrder } from '../../tests/toy-domain.js';
import { done, send, type View } from '../decision.js';
import { foldOperatorCommand } from '../fold/fold-operator-command.js';
import { foldSnapshot } from '../fold/fold-snapshot.js';

const sut = new ReconcilerUnderTest();

const retry = () =>
  sut.database.transaction((tx) =>
    foldOperatorCommand(
      tx,
      sut.database,
      { action: 'retry', document: orderRef('1'), by: 'ada', at: '2026-03-01T08:00:00.000Z' },
      toyDomain(),
    ),
  );

const failing = (view: View<ToyOrder>) => {
  if (view.desired?.quantity === '13') throw new Error('thirteen is not a quantity');
  return { [m3Destination]: done('Posted') };
};

test('a bug in deciding sets that document aside with the stack, and no other', async () => {
  sut.start(toyDomain(failing));
  await sut.snapshot('bad', 1, { quantity: '13' });
  await sut.snapshot('good', 1);
  await sut.shows('bad', 'Needs attention');
  await sut.shows('good', 'Posted');
  expect(await sut.status('bad')).toMatchObject({
    title: 'PO 7001',
    reason: { code: 'decide-failed', message: 'Deciding failed: thirteen is not a quantity' },
  });
  const [audit] = await sut.sent<{ details: { stack: string; codeVersion: string } }>('audit.v1', 'bad');
  expect(audit?.details).toMatchObject({ codeVersion: '1', stack: expect.stringContaining('stuck.int.spec.ts') });
});

test('a stuck document is decided again by another version of the code, and by the same one only when more is known', async () => {
  let tries = 0;
  const counting = toyDomain((view) => {
    tries += 1;
    return failing(view);
  });
  const [first] = sut.start(counting, { rescanMs: 20 }, { processes: 1 });
  await sut.snapshot('1', 1, { quantity: '13' });
  await sut.shows('1', 'Needs attention');
  await first?.stop();
  // The same version again, through the scan at its start: nothing is tried.
  await sut.start(counting, { rescanMs: 20 }, { processes: 1 })[0]?.stop();
  expect(tries).toBe(1);
  sut.start(
    toyDomain(() => ({ [m3Destination]: done('Posted') })),
    { rescanMs: 20 },
    { processes: 1, codeVersion: '2' },
  );
  await sut.shows('1', 'Posted');
  expect(await sut.query(`SELECT FROM document WHERE stuck IS NOT NULL`)).toEqual([]);
});

test('two versions that run side by side and both fail do not try by turns', async () => {
  let tries = 0;
  const domain = toyDomain((view) => {
    tries += 1;
    return failing(view);
  });
  await sut.snapshot('1', 1, { quantity: '13' });
  sut.start(domain, { rescanMs: 10 }, { processes: 1, codeVersion: '1' });
  await sut.shows('1', 'Needs attention');
  sut.start(domain, { rescanMs: 10 }, { processes: 1, codeVersion: '2' });
  const versions = `SELECT stuck->'codeVersions' AS versions FROM document`;
  await eventually(async () => {
    const [row] = await sut.query<{ versions: string[] }>(versions);
    return row?.versions.length === 2;
  });
  // Until the second has tried, the first may be quicker at what the second made due. From then on nobody tries again.
  const untilBothFailed = tries;
  await sut.snapshot('other', 1);
  await sut.shows('other', 'Posted');
  expect(tries).toBe(untilBothFailed + 1);
});

test('what cannot be sent is the document’s trouble and not that of the loop', async () => {
  const huge = 'x'.repeat(1_100_000);
  const domain = toyDomain(({ document }) => ({
    [m3Destination]:
      document.id === 'huge'
        ? send({ ...writeToM3({}), steps: [{ ...writeToM3({}).steps[0], id: huge }] } as never)
        : done('Posted'),
  }));
  sut.start(domain);
  await sut.snapshot('huge', 1);
  await sut.snapshot('small', 1);
  await sut.shows('huge', 'Needs attention');
  await sut.shows('small', 'Posted');
  expect(await sut.sent('m3.command', 'huge')).toEqual([]);
});

test('a decision that asks again for what it was just given is a bug and does not spend M3’s quota', async () => {
  sut.start(toyDomain(() => ({ [m3Destination]: send(readFromM3('7001')) })));
  await sut.snapshot('1', 1);
  await sut.outcome('1', await sut.command(1), { steps: [{ id: 'get-order', state: 'ok', records: [[]] }] });
  await sut.shows('1', 'Needs attention');
  expect(await sut.sent('m3.command', '1')).toHaveLength(1);
});

test('a document set aside by a person stays so until a newer snapshot', async () => {
  sut.start(toyDomain(failing));
  await sut.snapshot('1', 1, { quantity: '13' });
  await sut.shows('1', 'Needs attention');
  const ignore = { action: 'ignore', document: orderRef('1'), because: 'a test order', by: 'ada' } as const;
  await sut.database.transaction((tx) =>
    foldOperatorCommand(tx, sut.database, { ...ignore, at: '2026-03-01T08:00:00.000Z' }, toyDomain()),
  );
  await sut.shows('1', 'Ignored');
  expect(await sut.status('1')).toMatchObject({ reason: { message: 'ada set it aside: a test order' } });
  await sut.snapshot('1', 1, { quantity: '13' });
  await sut.shows('1', 'Ignored');
  await sut.snapshot('1', 2);
  await sut.shows('1', 'Posted');
});

test('a retry that changes nothing is in the history once, with who asked; what nobody asked for is not', async () => {
  let decided = 0;
  const domain = toyDomain(() => {
    decided += 1;
    return { [m3Destination]: done('Posted', { until: new Date(Date.now() + 100).toISOString() }) };
  });
  sut.start(domain);
  await sut.snapshot('1', 1);
  await eventually(() => decided > 1);
  expect(await sut.sent('audit.v1', '1')).toHaveLength(1);
  await retry();
  await eventually(async () => (await sut.sent('audit.v1', '1')).length > 1);
  const before = decided;
  await eventually(() => decided > before + 1);
  expect(await sut.sent('audit.v1', '1')).toMatchObject([
    { action: 'decided', summary: 'Posted' },
    { action: 'decided', summary: 'Still Posted', by: 'ada' },
  ]);
  expect(await sut.sent('status.v1', '1')).toHaveLength(1);
});

test('a retry that deciding fails on again is in the history, too', async () => {
  sut.start(toyDomain(failing));
  await sut.snapshot('1', 1, { quantity: '13' });
  await sut.shows('1', 'Needs attention');
  await retry();
  const summary = 'Still Needs attention: Deciding failed: thirteen is not a quantity';
  const audit = await eventually(async () => (await sut.sent<object>('audit.v1', '1'))[1]);
  expect(audit).toMatchObject({ action: 'decided', summary, by: 'ada' });
});

test('what a person asks of the gateways leaves a document that was set aside as it is', async () => {
  sut.start(toyDomain());
  await sut.snapshot('1', 1);
  const common = { document: orderRef('1'), by: 'ada', at: '2026-03-01T08:00:00.000Z' };
  const fold = (action: Parameters<typeof foldOperatorCommand>[2]) =>
    sut.database.transaction((tx) => foldOperatorCommand(tx, sut.database, action, toyDomain()));
  await fold({ action: 'ignore', because: 'a test order', ...common });
  await sut.shows('1', 'Ignored');
  await fold({ action: 'fetch', ...common });
  expect(await sut.query(`SELECT ignored->>'by' AS by, due_at FROM document`)).toEqual([{ by: 'ada', due_at: null }]);
});

test('an action about a document of another type, or one that nothing is known of, changes nothing', async () => {
  const actions = [{ type: 'supplier', id: '1' } as const, orderRef('unknown')];
  for (const document of actions)
    await sut.database.transaction((tx) =>
      foldOperatorCommand(
        tx,
        sut.database,
        { action: 'retry', document, by: 'ada', at: '2026-03-01T08:00:00.000Z' },
        toyDomain(),
      ),
    );
  expect(await sut.query(`SELECT FROM document`)).toEqual([]);
});

test('what Coupa refuses to hand out, and a removal, leave the last body as it was', async () => {
  const views: View<ToyOrder>[] = [];
  sut.start(
    toyDomain((view) => {
      views.push(view);
      return { [m3Destination]: done('Posted') };
    }),
  );
  const fold = (sequence: number, snapshot: object) =>
    sut.database.transaction((tx) =>
      foldSnapshot(tx, {
        document: orderRef('1'),
        sequence,
        snapshot: { ...snapshot, fetchedAt: '2026-03-01T08:00:00.000Z' } as never,
        priority: 'live',
      }),
    );
  const unavailable = { code: '403', message: 'not allowed' };
  const desired = { number: '7001', unit: 'EA', quantity: '5' };
  for (const [sequence, fields] of [
    { body: desired },
    { unavailable },
    { removed: true },
    { body: desired },
  ].entries()) {
    await fold(sequence + 1, fields);
    await eventually(() => views.length === sequence + 1);
    await eventually(() => sut.settled());
  }
  const seen = views.map((view) => ({ desired: view.desired, removed: view.removed, unavailable: view.unavailable }));
  expect(seen).toEqual([
    { desired, removed: false, unavailable: undefined },
    { desired, removed: false, unavailable },
    { desired, removed: true, unavailable: undefined },
    { desired, removed: false, unavailable: undefined },
  ]);
});
