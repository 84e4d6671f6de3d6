import { topics } from '@sluice/shared/topics';
import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { orderRef, ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain, writeToM3, type ToyOrder } from '../../tests/toy-domain.js';
import { done, refused, send, waiting, type Decisions, type View } from '../decision.js';
import { foldOutcome } from '../fold/fold-outcome.js';

const sut = new ReconcilerUnderTest();

/** The guarantee: one document, whatever its texts, holds up no other, and none of them is lost from sight. */
const badAndGood = (bad: (view: View<ToyOrder>) => Decisions) =>
  toyDomain((view) => (view.document.id === 'bad' ? bad(view) : { [m3Destination]: done('Posted') }));

const both = async () => {
  await sut.snapshot('bad', 1);
  await sut.snapshot('good', 1);
};

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const statusMax = topics['status.v1'].maxBytes;

describe('a document stops no other one and is shown with its reason', () => {
  test('when the text that deciding threw is larger than any topic takes', async () => {
    sut.start(
      badAndGood(() => {
        throw new Error(`first words ${'ü'.repeat(2_000_000)}`);
      }),
    );
    await both();
    await sut.shows('good', 'Posted');
    await sut.shows('bad', 'Needs attention');
    const reason = (await sut.status('bad'))?.reason;
    expect(reason?.message).toMatch(/^Deciding failed: first words .*more characters\)$/s);
    expect(bytesOf(await sut.status('bad'))).toBeLessThan(statusMax);
  });

  test('when the text holds what Postgres cannot keep', async () => {
    sut.start(
      badAndGood(() => {
        throw new Error('a zero byte: \0 and half a character: \uD800');
      }),
    );
    await both();
    await sut.shows('good', 'Posted');
    await sut.shows('bad', 'Needs attention');
    expect((await sut.status('bad'))?.reason?.message).toContain('a zero byte: \uFFFD');
  });

  test('when what was decided is larger than a command may be: the reason is its size', async () => {
    const steps = [{ ...writeToM3({}).steps[0], id: 'x'.repeat(1_100_000) }];
    sut.start(badAndGood(() => ({ [m3Destination]: send({ ...writeToM3({}), steps } as never) })));
    await both();
    await sut.shows('good', 'Posted');
    await sut.shows('bad', 'Needs attention');
    expect((await sut.status('bad'))?.reason).toMatchObject({
      code: 'message-too-large',
      message: expect.stringMatching(/^What was decided cannot be sent: .* 1000000 are allowed/),
    });
  });

  test('when not even its name can be published', async () => {
    const domain = badAndGood(() => ({ [m3Destination]: done('Posted') }));
    const nameless = (view: View<ToyOrder>) =>
      view.document.id === 'bad' ? ({ title: { no: 'text' } } as never) : domain.describe(view);
    sut.start({ ...domain, describe: nameless });
    await both();
    await sut.shows('good', 'Posted');
    await sut.shows('bad', 'Needs attention');
    expect(await sut.status('bad')).toMatchObject({
      title: 'purchase-order/bad',
      reason: { code: 'decide-failed' },
      destinations: [],
    });
  });

  test('when deciding about it takes longer than a statement may, each time', async () => {
    let tries = 0;
    sut.start(
      badAndGood(() => {
        tries += 1;
        throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
      }),
      {},
      { processes: 1, concurrency: 1 },
    );
    await sut.snapshot('bad', 1);
    await eventually(() => tries > 0);
    await sut.snapshot('good', 1, {}, 'replay');
    await eventually(async () => (await sut.status('good'))?.status === 'Posted');
    await eventually(() => tries > 1);
  });

  test('when its command cannot be sent again', async () => {
    sut.start(
      toyDomain(() => ({ [m3Destination]: send(writeToM3({})) })),
      { rescanMs: 50 },
    );
    await both();
    await eventually(async () => (await sut.sent('m3.command')).length === 2);
    await sut.query(
      `UPDATE destination SET last_contact_at = now() - interval '1 day',
         in_flight = CASE id WHEN 'good' THEN in_flight
           ELSE jsonb_set(in_flight, '{command,steps,0,id}', to_jsonb(repeat('x', 1100000))) END`,
    );
    await eventually(async () => (await sut.sent('m3.command', 'good')).length === 2);
    expect(await sut.sent('m3.command', 'bad')).toHaveLength(1);
  });
});

describe('what is shown is as long as its readers take it', () => {
  test('900 lines refused in words of their own: the first are told, with their number', async () => {
    const domain = toyDomain(({ destination }) => ({
      [m3Destination]: destination(m3Destination).refused
        ? refused(destination(m3Destination).refused?.because ?? { code: 'unexpected', message: '' })
        : send(writeToM3({})),
    }));
    sut.start(domain);
    await sut.snapshot('1', 1);
    const refusals = Array.from({ length: 900 }, (_, index) => ({
      step: 'add-lines',
      index,
      code: 'XIT0103',
      message: `Item ${index + 1} does not exist, ${'and so on '.repeat(20)}`,
    }));
    const { commandId, destination } = await sut.command(1);
    await sut.database.transaction((tx) =>
      foldOutcome(
        tx,
        {
          commandId,
          destination,
          document: orderRef('1'),
          result: 'refused',
          steps: [],
          refusals,
          at: new Date().toISOString(),
        },
        domain,
      ),
    );
    await sut.shows('1', 'Needs attention');
    const status = await sut.status('1');
    expect(status?.reason?.message).toMatch(
      /^M3 refused with 900 messages, the first of them: add-lines, line 1: Item 1 does not exist/,
    );
    expect(bytesOf(status)).toBeLessThan(10_000);
  });

  test('a reason of a megabyte, in each of several destinations', async () => {
    const because = { code: 'value-missing', message: `Line 1: ${'?'.repeat(1_000_000)}` } as const;
    sut.start(
      toyDomain(() => Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`m3/${index}`, refused(because)]))),
    );
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Needs attention');
    const status = await sut.status('1');
    expect(status?.destinations).toHaveLength(60);
    expect(status?.reason?.message).toMatch(/^Line 1: \?+… \(and \d+ more characters\)/);
    expect(bytesOf(status)).toBeLessThan(statusMax);
  });

  test('a name and highlights of a megabyte', async () => {
    const long = 'x'.repeat(1_000_000);
    const highlights = Array.from({ length: 900 }, () => ({ label: 'Line', text: long }));
    sut.start({
      ...toyDomain(() => ({ [m3Destination]: done('Posted') })),
      describe: () => ({ title: long, highlights }),
    });
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    expect(bytesOf(await sut.status('1'))).toBeLessThan(statusMax);
  });

  test('3,000 missing mappings: it waits for all of them and shows the first', async () => {
    sut.start(
      toyDomain(({ lookup }) => ({
        [m3Destination]: waiting(
          Array.from(
            { length: 3_000 },
            (_, index) => lookup('mapping.v1', `item/${String(index).padStart(40, '0')}`).ref,
          ),
          { code: 'mapping-missing', message: 'no mapping' },
        ),
      })),
    );
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Waiting');
    const status = await sut.status('1');
    expect(bytesOf(status)).toBeLessThan(statusMax);
    expect(status?.waitingFor?.length).toBeGreaterThan(100);
    expect(await sut.query(`SELECT count(*)::int FROM waiting`)).toEqual([{ count: 3_000 }]);
    const [audit] = await sut.sent<{ summary: string }>('audit.v1', '1');
    expect(audit?.summary).toMatch(/, and \d+ more$/);
  });
});
