import { scaleDurations } from '@sluice/runtime/durations';
import type { PoSyncConfig } from './config.js';
import type { PurchaseOrderSettings } from './domain/settings.js';

/** Most orders come about within seconds of FinishEntry; after ten minutes somebody should look. */
const readBack = { readBackEveryMs: 2_000, readBackForMs: 10 * 60_000 };

/** Long enough for decisions that follow one another to share an answer, shorter than a person takes to mend something in M3. */
const checks = { checksFreshForMs: 20_000, checkAgainEveryMs: 60 * 60_000, metadataEveryMs: 24 * 60 * 60_000 };

/** The domain's settings, from the environment. */
export const purchaseOrderSettings = (config: PoSyncConfig): PurchaseOrderSettings => ({
  company: config.company,
  division: config.division ?? '',
  batchOrigin: config.batchOrigin,
  orderType: config.orderType,
  orderNumbers: config.orderNumbers,
  timeZone: config.timeZone,
  ordersSince: config.ordersSince,
  accountingSegments: config.accountingSegments,
  splitAccounting: config.splitAccounting,
  amountLines: config.amountLines,
  lineWarehouses: config.lineWarehouses,
  addressType: config.addressType,
  taxCodesFrom: config.taxCodesFrom,
  buyer: config.buyer,
  leadTimeDays: config.leadTimeDays,
  pastDates: config.pastDates,
  duplicateWithinMs: config.duplicateWithinMinutes * 60_000,
  lookup: config.orderLookup,
  lookupQuery: config.orderLookupQuery,
  prechecks: config.prechecks === 'on',
  itemStatusesUsable: config.itemStatusesUsable,
  batchMessages: config.batchMessages === 'on',
  messageLanguage: config.messageLanguage,
  writeBack: config.writeBack === 'on',
  orderNumberField: config.orderNumberField,
  customFieldsAt: config.customFieldsAt,
  integrationCode: config.integrationCode,
  markExported: config.markExported === 'on',
  ...scaleDurations({ ...readBack, ...checks }, config.timeScale),
});
