import { defineProgram } from '../program.js';
import { addAddress, deleteAddress, getAddress, listAddresses, updateAddress } from '../suppliers/addresses.js';
import { listByName, listByNumber, listSuppliers, searchSuppliers } from '../suppliers/list-suppliers.js';
import {
  addReference,
  deleteReference,
  getReference,
  listReferences,
  updateReference,
} from '../suppliers/references.js';
import { findSupplier } from '../suppliers/find-supplier.js';
import { addSupplier, copyTemplate, deleteSupplier, updateSupplier } from '../suppliers/write-supplier.js';

export const crs620mi = defineProgram('CRS620MI', {
  GetBasicData: (call, m3) => [findSupplier(call, m3).fields],
  LstSuppliers: listSuppliers,
  LstByNumber: listByNumber,
  LstByName: listByName,
  SearchSupplier: searchSuppliers,
  AddSupplier: addSupplier,
  CopyTemplate: copyTemplate,
  UpdSupplier: updateSupplier,
  DelSupplier: deleteSupplier,
  GetAddress: getAddress,
  LstAddresses: listAddresses,
  AddAddress: addAddress,
  UpdAddress: updateAddress,
  DelAddress: deleteAddress,
  GetSupplierRef: getReference,
  LstSupplierRef: listReferences,
  AddSupplierRef: addReference,
  UpdSupplierRef: updateReference,
  DelSupplierRef: deleteReference,
});
