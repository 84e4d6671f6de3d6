import { declareObject } from './declare-object.js';
import { trail } from './trail.js';

/** Coupa Inventory's warehouse: where the goods of a line are received. It has no code, its name is what others know. */
export const warehouse = declareObject({
  ...trail,
  'active-flag': 'boolean',
  address: 'object address',
  currency: 'object currency',
  description: 'text 255',
  name: 'text 255',
  'warehouse-locations': 'list warehouse-location',
  'warehouse-type': 'object warehouse-type',
});

export const warehouseLocation = declareObject({
  ...trail,
  active: 'boolean',
  aisle: 'text 255',
  bin: 'text 255',
  label: 'text 255',
  level: 'text 255',
  'warehouse-id': 'integer',
  'warehouse-name': 'text 255',
});

export const warehouseType = declareObject({ ...trail, description: 'text 255', name: 'text 255' });
