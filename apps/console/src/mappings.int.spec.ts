import { eventually } from '@sluice/testing/eventually';
import { collect, type Collection } from '@sluice/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappingTables } from '@sluice/shared/messages/mapping';
import { ConsoleUnderTest } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();
let mappings: Collection<'mapping.v1'>;
beforeAll(async () => {
  mappings = await collect(sut.prefix, 'mapping.v1');
});
afterAll(() => mappings?.stop());

const put = (rows: unknown[], more: object = {}) => sut.call('PUT', '/api/mappings', { rows, ...more });
const published = (key: string) => mappings.messages.filter((message) => message.key === key);
const list = async () => (await sut.get('/api/mappings?table=unit')).body.rows;
const sequenceOf = (headers: Readonly<Record<string, string>>) => Number(headers['ce_sequence']);
const seals = (item: string, validFrom: string) => ({ table: 'commodity', key: 'Seals', value: { item }, validFrom });

describe('mappings', () => {
  const box = { table: 'unit', key: 'BOX', value: { unit: 'PCE', decimals: '0' } };
  const each = { table: 'unit', key: 'EA', value: { unit: 'PCS', decimals: '0' } };

  it('that documents wait for are listed, the most wanted first', async () => {
    await sut.sayWaiting('4001', 'unit/BOX');
    await sut.sayWaiting('4002', 'unit/CRATE', 'commodity/Hand tools / small');
    await sut.sayWaiting('4003', 'unit/CRATE');
    const missingNow = await eventually(async () => {
      const { body } = await sut.get('/api/mappings/missing');
      return body.missing.length === 3 && body.missing[0].documents === 2 ? body.missing : undefined;
    });
    expect(missingNow.map(({ table, key, documents }: any) => [table, key, documents])).toEqual([
      ['unit', 'CRATE', 2],
      ['commodity', 'Hand tools / small', 1],
      ['unit', 'BOX', 1],
    ]);
    expect(missingNow[0]).toMatchObject({
      since: '2020-03-09T17:12:13.200Z',
      examples: [
        { type: 'purchase-order', id: '4002' },
        { type: 'purchase-order', id: '4003' },
      ],
    });
    expect((await sut.get('/api/mappings/missing?table=commodity')).body.missing).toHaveLength(1);
  });

  it('say which documents they heal, and which wait for something else too', async () => {
    const crate = { table: 'unit', key: 'CRATE', value: { unit: 'CRT', decimals: '0' } };
    expect((await put([crate], { dryRun: true })).body).toMatchObject({ heals: 1, healsPartly: 1 });
    const later = { ...crate, validFrom: '2999-01-01' };
    expect((await put([later], { dryRun: true })).body).toMatchObject({ created: 1, heals: 0, healsPartly: 0 });
  });

  it('tried dry change nothing and say what would happen', async () => {
    const { status, body } = await put([box], { dryRun: true });
    expect([status, body]).toEqual([
      200,
      { created: 1, changed: 0, unchanged: 0, heals: 1, healsPartly: 0, rows: [{ ...box, result: 'created' }] },
    ]);
    expect(await list()).toEqual([]);
  });

  it('are kept and told to the syncs, and only what differs is told again', async () => {
    expect((await put([box, each])).body).toMatchObject({ created: 2, changed: 0, unchanged: 0 });
    const first = await mappings.waitFor(({ key }) => key === 'unit/BOX');
    expect(first.value).toMatchObject({ ...box, updatedBy: 'api' });

    const wider = { ...box, value: { unit: 'PCE', decimals: '2' } };
    expect((await put([wider, each])).body).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
    const second = await mappings.waitFor(({ value }) => value.value['decimals'] === '2');
    expect(sequenceOf(second.headers)).toBeGreaterThan(sequenceOf(first.headers));

    expect((await put([wider])).body).toMatchObject({ created: 0, changed: 0, unchanged: 1 });
    // A marker after the unchanged one: had that been told, it would be there by now.
    await put([box]);
    await mappings.waitFor(
      ({ key, headers }) => key === 'unit/BOX' && sequenceOf(headers) > sequenceOf(second.headers),
    );
    expect(published('unit/BOX')).toHaveLength(3);
    expect(published('unit/EA')).toHaveLength(1);

    const [boxRow] = await list();
    expect(boxRow).toMatchObject({ ...box, updatedBy: 'api' });
    expect(boxRow.sequence).toBe(Number(published('unit/BOX').at(-1)?.headers['ce_sequence']));
  });

  it('with one bad row are refused whole, naming every problem', async () => {
    const before = await list();
    const { status, body } = await put([
      { table: 'unit', key: 'GOOD', value: { unit: 'PCE', decimals: '0' } },
      { table: 'unit', key: 'BAD', value: { unit: 'PIECES' } },
      { table: 'colour', key: 'X', value: {} },
    ]);
    expect(status).toBe(400);
    expect(body.error.message.split('\n')).toEqual([
      'Nothing was changed, because 3 thing(s) cannot be used:',
      '  - rows[1] unit/BAD unit: has more than 3 characters: M3’s unit (PUUN)',
      '  - rows[1] unit/BAD decimals: is missing: how many decimals the unit allows, 0 to 9',
      `  - rows[2] colour/X table: "colour" is no table; use one of ${mappingTables.join(', ')}`,
    ]);
    expect(await list()).toEqual(before);
  });

  it('of several days are kept beside one another and told together', async () => {
    await put([{ table: 'commodity', key: 'Seals', value: { item: 'OLD' } }, seals('FAR', '2999-01-01')]);
    const { body: answer } = await put([seals('NOW', '2020-01-01')]);
    expect(answer.rows).toEqual([{ ...seals('NOW', '2020-01-01'), result: 'created' }]);
    const told = await mappings.waitFor(({ key, value }) => key === 'commodity/Seals' && value.versions?.length === 3);
    expect(told.value).toMatchObject({
      value: { item: 'NOW' },
      versions: [
        { value: { item: 'OLD' } },
        { validFrom: '2020-01-01', value: { item: 'NOW' } },
        { validFrom: '2999-01-01', value: { item: 'FAR' } },
      ],
    });
    const { body } = await sut.get('/api/mappings?table=commodity');
    const found = body.rows.filter(({ key }: any) => key === 'Seals');
    expect(found.map(({ validFrom }: any) => validFrom)).toEqual([undefined, '2020-01-01', '2999-01-01']);
  });

  it('given once more for a day far away are told whole, which makes up for a message that was lost', async () => {
    const drum = { table: 'unit', key: 'DRUM', value: { unit: 'DRM', decimals: '0' } };
    await put([drum]);
    await put([{ ...drum, validFrom: '2999-01-01' }]);
    const told = await mappings.waitFor(({ key, value }) => key === 'unit/DRUM' && value.versions?.length === 2);
    expect(told.value).toMatchObject(drum);
  });

  it('taken away are gone with all their versions, which the syncs are told once, and can be given again', async () => {
    const valve = { table: 'commodity', key: 'Valves / small', value: { item: 'VALVE' } };
    const path = '/api/mappings/commodity/Valves%20%2F%20small';
    const versions = [{ value: valve.value }, { validFrom: '2999-01-01', value: { item: 'VALVE2' } }];
    await put([valve, { ...valve, ...versions[1] }]);
    const isHeld = async () => {
      const { body } = await sut.get('/api/mappings?table=commodity');
      return body.rows.some(({ key }: any) => key === valve.key);
    };

    const dry = await sut.call('DELETE', `${path}?dryRun=true`);
    expect([dry.status, dry.body]).toEqual([200, { table: valve.table, key: valve.key, versions }]);
    expect(await isHeld()).toBe(true);

    const { status, body } = await sut.call('DELETE', path, undefined, { 'x-sluice-user': 'mpeeters' });
    expect([status, body]).toEqual([200, { table: valve.table, key: valve.key, versions }]);
    expect(await isHeld()).toBe(false);
    expect((await sut.call('DELETE', path)).status).toBe(404);

    await put([valve]);
    const again = await mappings.waitFor(
      ({ key, value }) => key === 'commodity/Valves / small' && value.versions === undefined && !value.removed,
    );
    expect(again.value).toMatchObject(valve);
    expect(published('commodity/Valves / small').map(({ value }) => [value.removed, value.updatedBy])).toEqual([
      [undefined, 'api'],
      [true, 'mpeeters'],
      [undefined, 'api'],
    ]);
    const history = await eventually(async () => {
      const { body: page } = await sut.get('/api/audit?action=mapping-removed');
      return page.total === 1 ? page : undefined;
    });
    expect(history.entries[0]).toMatchObject({ summary: 'commodity Valves / small was taken away', by: 'mpeeters' });
  });

  it('given by two people at once are one row each, the last one wins', async () => {
    const answers = await Promise.all(
      ['0', '1', '2'].map((decimals) => put([{ table: 'unit', key: 'KG', value: { unit: 'KG', decimals } }])),
    );
    expect(answers.filter(({ body }) => body.created === 1)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.changed === 1)).toHaveLength(2);
    expect((await list()).filter(({ key }: { key: string }) => key === 'KG')).toHaveLength(1);
  });

  it('come by the thousand', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      table: 'commodity',
      key: `Commodity ${index}`,
      value: { item: `C${index}` },
    }));
    expect((await put(rows)).body).toMatchObject({ created: 1_000 });
    expect((await put(rows)).body).toMatchObject({ unchanged: 1_000 });
  });
});
