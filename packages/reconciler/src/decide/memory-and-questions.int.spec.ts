import type { Outcome } from '@sluice/shared/messages/outcome';
import { eventually } from '@sluice/testing/eventually';
import { describe, expect, test } from 'vitest';
import { ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, readFromM3, toyDomain, writeToM3, type ToyOrder } from '../../tests/toy-domain.js';
import { equalTargets } from '../canonical-form.js';
import { done, refused, send, type Decision, type DestinationView, type View } from '../decision.js';

const sut = new ReconcilerUnderTest();

/** Remembers how often it has sent what it wants, and how often it was told that M3 has it. */
interface Memory {
  readonly sent: number;
  readonly confirmed: number;
}

const remembered = ({ memory }: DestinationView): Memory => (memory ?? { sent: 0, confirmed: 0 }) as Memory;

const counting = toyDomain((view) => ({ [m3Destination]: decideCounting(view) }));

function decideCounting(view: View<ToyOrder>): Decision {
  const m3 = view.destination(m3Destination);
  const { sent, confirmed } = remembered(m3);
  const target = { quantity: view.desired?.quantity };
  return equalTargets(m3.acknowledged, target)
    ? done('Posted', { memory: { sent, confirmed: confirmed + 1 } })
    : send(writeToM3(target), { memory: { sent: sent + 1, confirmed } });
}

const memory = async () => (await sut.destination())?.['memory'];

describe('what a decision wants to be remembered', () => {
  test('is what the next decision knows, whatever became of its command', async () => {
    sut.start(counting);
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    expect(await memory()).toEqual({ sent: 1, confirmed: 0 });
    await sut.outcome('1', first, { result: 'expired' }, counting);
    const second = await sut.command(2);
    expect(await memory()).toEqual({ sent: 2, confirmed: 0 });
    await sut.outcome('1', second, {}, counting);
    await sut.shows('1', 'Posted');
    expect(await memory()).toEqual({ sent: 2, confirmed: 1 });
  });

  test('is not remembered while a command in flight is awaited first', async () => {
    sut.start(counting);
    await sut.snapshot('1', 1);
    const first = await sut.command(1);
    await sut.snapshot('1', 2, { quantity: '9' });
    // Withdrawn, which shows that it was decided again.
    await sut.command(2);
    expect(await memory()).toEqual({ sent: 1, confirmed: 0 });
    await sut.outcome('1', first, { result: 'withdrawn' }, counting);
    await sut.command(3);
    expect(await memory()).toEqual({ sent: 2, confirmed: 0 });
  });

  test('is not remembered of a command that is not sent because the same was refused', async () => {
    const no: Partial<Outcome> = { result: 'refused', refusals: [{ step: 'add-lines', code: 'X', message: 'no' }] };
    sut.start(counting);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), no, counting);
    await sut.shows('1', 'Needs attention');
    expect(await memory()).toEqual({ sent: 1, confirmed: 0 });
  });

  test('is not remembered of a write that a read must come before', async () => {
    const readsBack = { ...counting, readBack: () => readFromM3('7001') };
    sut.start(readsBack);
    await sut.snapshot('1', 1);
    await sut.outcome('1', await sut.command(1), { result: 'expired', effect: 'unknown' }, readsBack);
    const read = await sut.command(2);
    expect(read.steps).toMatchObject([{ id: 'get-order' }]);
    expect(await memory()).toEqual({ sent: 1, confirmed: 0 });
    await sut.outcome('1', read, {}, readsBack);
    await sut.command(3);
    expect(await memory()).toEqual({ sent: 2, confirmed: 0 });
  });

  test('stays where a decision says nothing of it', async () => {
    sut.start(
      toyDomain(({ desired }) => ({
        [m3Destination]: done('Posted', desired?.quantity === '5' ? { memory: { agreed: '5' } } : {}),
      })),
    );
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Posted');
    await sut.snapshot('1', 2, { quantity: '6' });
    await eventually(() => sut.settled());
    expect(await memory()).toEqual({ agreed: '5' });
  });
});

const question = { id: 'link/Y30001', text: 'Is it Y30001 in M3?', choices: ['yes', 'no'] };

const asking = toyDomain((view) => ({
  [m3Destination]:
    view.desired?.quantity === '0'
      ? done('Posted')
      : refused({ code: 'supplier-unlinked', message: 'it may be another' }, { questions: [question] }),
}));

describe('a question', () => {
  test('is shown beside what was decided, and gone once it is asked no more', async () => {
    sut.start(asking);
    await sut.snapshot('1', 1);
    await sut.shows('1', 'Needs attention');
    expect((await sut.status('1'))?.destinations).toMatchObject([{ name: m3Destination, questions: [question] }]);
    await sut.snapshot('1', 2, { quantity: '0' });
    await sut.shows('1', 'Posted');
    expect((await sut.status('1'))?.destinations[0]).not.toHaveProperty('questions');
  });

  test('is shown beside a command on its way, and by a document on which deciding fails since', async () => {
    const domain = toyDomain((view) => {
      if (view.desired?.quantity === '0') throw new Error('a bug');
      return { [m3Destination]: send(writeToM3({}), { questions: [question] }) };
    });
    sut.start(domain);
    await sut.snapshot('1', 1);
    await sut.shows('1', 'In progress');
    expect((await sut.status('1'))?.destinations[0]?.questions).toEqual([question]);
    await sut.snapshot('1', 2, { quantity: '0' });
    await sut.shows('1', 'Needs attention');
    expect((await sut.status('1'))?.destinations[0]?.questions).toEqual([question]);
  });
});
