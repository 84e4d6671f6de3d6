import type { Supplier } from '../master/master.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { defineProgram, type Call } from '../program.js';

function findSupplier(call: Call, m3: M3World): Supplier {
  const suno = call.record['SUNO'] ?? '';
  const supplier = m3.master.suppliers.find(call.cono, suno);
  if (!supplier) throw new Nok({ code: 'WSU0103', field: 'SUNO', text: `Supplier ${suno} does not exist` });
  return supplier;
}

/** The addresses, those of the call's type, id and start date if it names any. */
function addressesOf(call: Call, supplier: Supplier): M3Record[] {
  const wanted = ['ADTE', 'ADID', 'STDT'].flatMap((name) => {
    const value = call.record[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return supplier.addresses
    .map((address): M3Record => ({
      PRIA: '1',
      SUNM: supplier.fields['SUNM'] ?? '',
      ...address,
      SUNO: supplier.SUNO,
      CONO: String(supplier.cono),
    }))
    .filter((address) =>
      wanted.every(([name, value]) =>
        name === 'ADTE' ? Number(address[name]) === Number(value) : address[name] === value,
      ),
    );
}

/** The sandbox reads LMTS as milliseconds since 1970; its unit is not public. */
function listSuppliers(call: Call, m3: M3World): M3Record[] {
  const { FRSU, TOSU, LMTS } = call.record;
  return m3.master.suppliers
    .of(call.cono)
    .filter((supplier) => !FRSU || supplier.SUNO >= FRSU)
    .filter((supplier) => !TOSU || supplier.SUNO <= TOSU)
    .filter((supplier) => !LMTS || supplier.changedAtMs >= Number(LMTS))
    .map((supplier) => supplier.fields);
}

export const crs620mi = defineProgram('CRS620MI', {
  GetBasicData: (call, m3) => [findSupplier(call, m3).fields],
  LstSuppliers: listSuppliers,
  GetAddress: (call, m3) => {
    const [address] = addressesOf(call, findSupplier(call, m3));
    if (!address) throw new Nok({ code: 'XRE0103', field: 'ADID', text: 'The address does not exist' });
    return [address];
  },
  LstAddresses: (call, m3) => addressesOf(call, findSupplier(call, m3)),
});
