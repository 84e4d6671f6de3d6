import { describe, expect, it } from 'vitest';
import { coupaSideOf, fetchedTypes } from '@sluice/shared/document-types';
import { config } from '../config.js';
import { pageScript, pollQueryName, pollQueryOf, pollQueries } from './poll-queries.js';
import { pollSettingsOf } from './poll-settings.js';

const since = new Date('2026-03-09T17:12:03.900Z');
const statuses = ['issued', 'closed', 'cancelled', 'canceled'];
const queryOf = (type: 'purchase-order' | 'supplier', kind: 'changed' | 'not-exported' | 'count', afterId?: string) =>
  pageScript({ type, kind }, { since, afterId, ...(type === 'purchase-order' && { statuses }) })[0].query;

describe('a page of a list', () => {
  it('of orders that were changed', () => {
    expect(queryOf('purchase-order', 'changed')).toEqual({
      'status[in]': 'issued,closed,cancelled,canceled',
      'updated_at[gt_or_eq]': '2026-03-09T17:12:03+00:00',
      order_by: 'id',
      dir: 'asc',
      limit: '50',
      fields: '["id","internal_revision","updated_at"]',
    });
  });

  it('of orders that are not exported, whenever they were changed', () => {
    const query = queryOf('purchase-order', 'not-exported');
    expect(query).toMatchObject({ exported: 'false', order_by: 'id' });
    expect(query).not.toHaveProperty('updated_at[gt_or_eq]');
  });

  it('of suppliers, which have neither such states nor a mark of export', () => {
    expect(Object.keys(queryOf('supplier', 'changed') ?? {})).toEqual([
      'updated_at[gt_or_eq]',
      'order_by',
      'dir',
      'limit',
      'fields',
    ]);
  });

  it('goes on after the last id of the page before, so that a list that shrinks meanwhile hides nothing', () => {
    expect(queryOf('purchase-order', 'not-exported', '2450')).toMatchObject({ 'id[gt]': '2450' });
    expect(queryOf('purchase-order', 'not-exported', '2450')).not.toHaveProperty('offset');
  });
});

const statusesOf = (written: string) =>
  pollSettingsOf(
    config.parse({
      KAFKA_BROKERS: '127.0.0.1:9092',
      DATABASE_URL: 'postgres://127.0.0.1/sluice',
      PORT: '0',
      SLUICE_API_TOKEN: 'a-token-for-tests-only',
      COUPA_CLIENT_ID: 'sluice',
      COUPA_CLIENT_SECRET: 'hush',
      COUPA_URL: 'https://acme.coupahost.com',
      COUPA_POLL_ORDER_STATUSES: written,
    }),
  ).statuses['purchase-order'];

describe('T46: a query for cancelled orders uses both spellings', () => {
  it.each([
    ['', ['issued', 'soft_closed', 'closed', 'cancelled', 'canceled']],
    ['issued, cancelled', ['issued', 'cancelled', 'canceled']],
    ['canceled,issued', ['issued', 'cancelled', 'canceled']],
    ['issued', ['issued']],
  ])('"%s"', (written, read) => {
    expect(statusesOf(written)).toEqual(read);
  });
});

it('each document type is polled as its row in the registry says', () => {
  const names = pollQueries.map(pollQueryName);
  expect(names.filter((name) => /^(purchase-order|supplier)[/]/.test(name))).toEqual([
    'purchase-order/changed',
    'purchase-order/not-exported',
    'purchase-order/count',
    'supplier/changed',
    'supplier/count',
  ]);
  expect(names).toEqual(fetchedTypes.flatMap((type) => coupaSideOf(type).polls.map((kind) => `${type}/${kind}`)));
});

it.each([
  [{}, true],
  [{ MARK_EXPORTED: 'off' }, false],
  [{ COUPA_WRITE_BACK: 'off' }, false],
])('with %j nothing is marked exported, so the list of all that is not is walked: %s', (set, isWalked) => {
  const { settings } = config;
  const valueOf = (name: 'COUPA_WRITE_BACK' | 'MARK_EXPORTED') =>
    settings.find((one) => one.name === name)?.schema.parse((set as Record<string, string>)[name]) as 'on' | 'off';
  const read = pollSettingsOf({
    pollIntervalSeconds: 300,
    pollOverlapSeconds: 900,
    timeScale: 1,
    coupaWriteBack: valueOf('COUPA_WRITE_BACK'),
    markExported: valueOf('MARK_EXPORTED'),
  });
  expect(read.pollQueries.map(pollQueryName).includes('purchase-order/not-exported')).toBe(isWalked);
  expect(read.pollQueries.map(pollQueryName)).toContain('purchase-order/changed');
});

it('a poll query is found by the name of its row', () => {
  for (const pollQuery of pollQueries) expect(pollQueryOf(pollQueryName(pollQuery))).toBe(pollQuery);
  expect(pollQueryOf('invoice/changed')).toBeUndefined();
});
