import { describe, expect, it } from 'vitest';
import { fromHeaders, toHeaders, type Envelope } from './envelope.js';

const envelope: Envelope = {
  id: '0199a1c4-5e24-7124-9224-3f1c0d5a1024',
  source: '/sluice/po-sync',
  type: 'status.v1',
  time: '2026-03-09T17:12:06.700Z',
  subject: 'purchase-order/2400',
  sequence: 1_773_076_326_700,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

describe('an envelope', () => {
  it('comes back from its headers unchanged', () => {
    expect(fromHeaders(toHeaders(envelope)).data).toEqual(envelope);
  });

  it('says how urgent it is by a header of letters, as CloudEvents wants it, and of a newer release it is live', () => {
    const urgent = { ...envelope, priority: 'first-load' as const };
    expect(toHeaders(urgent)).toMatchObject({ ce_slpriority: 'first-load' });
    expect(fromHeaders(toHeaders(urgent)).data).toEqual(urgent);
    expect(fromHeaders({ ...toHeaders(envelope), ce_slpriority: 'tomorrow' }).data?.priority).toBeUndefined();
  });

  it('carries no header for what it does not have', () => {
    const { subject: _, sequence: __, traceparent: ___, ...bare } = envelope;
    expect(Object.keys(toHeaders(bare)).toSorted()).toEqual(
      ['ce_id', 'ce_source', 'ce_specversion', 'ce_time', 'ce_type', 'content-type'].toSorted(),
    );
    expect(fromHeaders(toHeaders(bare)).data).toEqual(bare);
  });

  it('ignores headers of others', () => {
    expect(fromHeaders({ ...toHeaders(envelope), 'x-proxy': 'a', ce_dataschema: 'b' }).data).toEqual(envelope);
  });

  it.each([
    ['ce_id', 'not-a-uuid'],
    ['ce_time', 'yesterday'],
    ['ce_sequence', ''],
    ['ce_sequence', '-1'],
    ['ce_sequence', '1.5'],
    ['ce_sequence', 'seven'],
    ['ce_sequence', '9007199254740993'],
  ])('with %s = "%s" says what is wrong', (name, written) => {
    const read = fromHeaders({ ...toHeaders(envelope), [name]: written });
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([name.slice('ce_'.length)]);
  });

  it('without headers names each that is missing', () => {
    expect(fromHeaders({}).error?.issues.map(({ path }) => path.join('.'))).toEqual(['id', 'source', 'type', 'time']);
  });
});
