import type { Quota } from '../quota/quota.js';

/**
 * Coupa: 25 requests a second, with a queue ("burst") of 20; whether an instance or a client has them is not said. 20 in
 * 800 ms lets 20 go at once and then 25 a second. The dispatcher's ledger keeps it across restarts.
 */
export const coupaQuota: Quota = {
  windows: [
    { max: 25, perMs: 1000 },
    { max: 20, perMs: 800 },
  ],
  concurrency: 1,
};

/** Coupa gives at most so many documents of a list in one answer. */
export const rowsPerPage = 50;
