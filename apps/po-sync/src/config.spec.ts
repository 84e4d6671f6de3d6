import { Failure } from '@sluice/shared/failure';
import { describe, expect, it } from 'vitest';
import { config } from './config.js';
import { purchaseOrderSettings } from './purchase-order-settings.js';

const environment = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  DATABASE_URL: 'postgres://sluice@127.0.0.1/sluice',
  PORT: '0',
  SLUICE_API_TOKEN: 'a-token-for-tests-only',
  M3_COMPANY: '100',
  M3_BATCH_ORIGIN: 'COUPA',
  M3_ORDER_TYPE: 'CP1',
  COMPANY_TIME_ZONE: 'Europe/Brussels',
  ORDERS_SINCE: 'all',
};

describe('the environment of po-sync', () => {
  it('needs only what no default can know', () => {
    expect(purchaseOrderSettings(config.parse(environment))).toEqual({
      company: '100',
      division: '',
      batchOrigin: 'COUPA',
      orderType: 'CP1',
      orderNumbers: 'm3',
      timeZone: 'Europe/Brussels',
      ordersSince: '',
      accountingSegments: [],
      splitAccounting: 'split-lines',
      amountLines: 'quantity',
      lineWarehouses: 'receiving-warehouse',
      addressType: '1',
      taxCodesFrom: '',
      buyer: '',
      leadTimeDays: 14,
      pastDates: 'refuse-items',
      duplicateWithinMs: 3_600_000,
      lookup: 'search-head',
      lookupQuery: 'YRE1:<po-number>',
      readBackEveryMs: 2_000,
      readBackForMs: 600_000,
      batchMessages: false,
      messageLanguage: '',
      prechecks: true,
      itemStatusesUsable: ['20'],
      checksFreshForMs: 20_000,
      checkAgainEveryMs: 3_600_000,
      metadataEveryMs: 86_400_000,
      writeBack: true,
      orderNumberField: '',
      customFieldsAt: 'custom-fields',
      integrationCode: '',
      markExported: true,
    });
  });

  it.each(['COMPANY_TIME_ZONE', 'ORDERS_SINCE'])('asks for %s, which nobody may guess', (name) => {
    expect(() => config.parse({ ...environment, [name]: undefined })).toThrow(name);
  });

  it('takes the day from which orders are sent', () => {
    const parsed = config.parse({ ...environment, ORDERS_SINCE: '2026-03-31' });
    expect(purchaseOrderSettings(parsed).ordersSince).toBe('20260331');
  });

  it('names the segments in the order of M3’s dimensions', () => {
    const parsed = config.parse({ ...environment, M3_ACCOUNTING_SEGMENTS: '3, 2,10' });
    expect(purchaseOrderSettings(parsed).accountingSegments).toEqual([3, 2, 10]);
  });

  it('scales how long M3 may take', () => {
    const { readBackEveryMs, readBackForMs } = purchaseOrderSettings(
      config.parse({ ...environment, SLUICE_TIME_SCALE: '0.05' }),
    );
    expect({ readBackEveryMs, readBackForMs }).toEqual({ readBackEveryMs: 100, readBackForMs: 30_000 });
  });

  it.each([
    ['M3_COMPANY', '1000'],
    ['M3_DIVISION', 'AAAA'],
    ['M3_BATCH_ORIGIN', 'LONGER-THAN-10'],
    ['M3_ORDER_TYPE', 'ABCD'],
    ['COMPANY_TIME_ZONE', 'Mars/Olympus'],
    ['ORDERS_SINCE', '31.3.2026'],
    ['ORDERS_SINCE', '2026-02-30'],
    ['M3_ACCOUNTING_SEGMENTS', '1,21'],
    ['M3_ACCOUNTING_SEGMENTS', '1,2,3,4,5,6,7,8'],
    ['ORDER_LOOKUP', 'maybe'],
    ['ORDER_LOOKUP_QUERY', 'YRE1:'],
    ['M3_LEAD_TIME_DAYS', '-1'],
    ['M3_SPLIT_ACCOUNTING', 'half'],
    ['M3_AMOUNT_LINES', 'both'],
    ['M3_MESSAGE_LANGUAGE', 'english'],
    ['M3_ORDER_NUMBERS', 'ours'],
    ['M3_PAST_DATES', 'today'],
    ['M3_BUYER', 'LONGER-THAN-10'],
    ['M3_PRECHECKS', 'true'],
    ['M3_ITEM_STATUSES_USABLE', 'released'],
    ['COUPA_WRITE_BACK', 'perhaps'],
    ['MARK_EXPORTED', 'true'],
    ['COUPA_CUSTOM_FIELDS_AT', 'somewhere'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => config.parse({ ...environment, [name]: value })).toThrow(Failure);
    expect(() => config.parse({ ...environment, [name]: value })).toThrow(name);
  });
});
