import type { M3World } from './m3-world.js';
import type { Entry } from './orders/entry.js';

/** Infor: message 175 tells of an error in purchase order batch entry. */
const BATCH_ENTRY_ERROR = '175';

/**
 * Tells the service user that an entry stayed behind. Infor documents the message, not what it carries: that it names the
 * entry in its text and in the first data area is the sandbox's.
 */
export function tellOfFailedEntry(m3: M3World, entry: Entry): void {
  const id = m3.messageIds.take();
  const now = m3.clock.now().toISOString();
  const day = now.slice(0, 10).replaceAll('-', '');
  const receiver = m3.master.user().USID;
  const known = {
    CONO: String(entry.cono),
    DTID: id,
    MLID: id,
    MTPE: BATCH_ENTRY_ERROR,
    REC2: receiver,
    PGNM: 'PPS370',
  };
  const head = {
    ...known,
    REC3: receiver,
    SEND: receiver,
    STAT: '10',
    ADAT: day,
    RGDT: day,
    RGTM: now.slice(11, 19).replaceAll(':', ''),
    TX30: 'Batch entry of orders: errors',
    MSGT: `Message number ${entry.msgn} in PPS370 has errors`,
  };
  m3.messages.push({
    cono: entry.cono,
    record: { ...head, DT01: entry.msgn, DT02: entry.heads[0]?.puno ?? '' },
    details: entry.messages.map(({ code, text }, index) => ({
      ...head,
      DTRF: String(index + 1),
      MSID: code,
      MSGD: text.slice(0, 78),
    })),
  });
}
