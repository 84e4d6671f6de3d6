import type { Item } from '../master/master.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, type Call } from '../program.js';

function findItem(call: Call, m3: M3World): Item {
  const number = call.record['ITNO'] ?? '';
  const item = m3.master.items.find(call.cono, number);
  if (!item) throw new Nok({ code: 'WIT0103', field: 'ITNO', text: `Item ${number} does not exist` });
  return item;
}

/** DCCD is the number of decimals in which the item is counted: those of its unit. */
function showItem(item: Item, m3: M3World): M3Record {
  const { ITNO, ITDS, STAT, UNMS, PUUN = UNMS, PPUN = UNMS } = item;
  const decimals = m3.master.units.find(item.cono, UNMS)?.decimals ?? 0;
  return { ITNO, ITDS, FUDS: ITDS, STAT, UNMS, PUUN, PPUN, DCCD: String(decimals) };
}

/** M3 says "invalid" of an item that exists and has no record in the warehouse. */
function showItemInWarehouse(call: Call, m3: M3World): M3Record[] {
  const { WHLO = '' } = call.record;
  const faci = m3.master.facilityOf(call.cono, WHLO);
  if (faci === undefined) throw new Nok({ code: 'WWH0103', field: 'WHLO', text: `Warehouse ${WHLO} does not exist` });
  const item = findItem(call, m3);
  if (!item.warehouses.includes(WHLO)) {
    throw new Nok({ code: 'WIT0101', field: 'ITNO', text: `Item ${item.ITNO} is not in warehouse ${WHLO}` });
  }
  return [{ CONO: String(call.cono), WHLO, ITNO: item.ITNO, ITDS: item.ITDS, STAT: item.STAT, FACI: faci }];
}

export const mms200mi = defineProgram('MMS200MI', {
  Get: (call, m3) => [showItem(findItem(call, m3), m3)],
  GetItmBasic: (call, m3) => [showItem(findItem(call, m3), m3)],
  GetItmWhsBasic: showItemInWarehouse,
});
