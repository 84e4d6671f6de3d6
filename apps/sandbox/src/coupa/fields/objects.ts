import { account, accountAllocation, accountType } from './account.js';
import { address, country, remitToAddress } from './address.js';
import { declareObject, type ObjectFields } from './declare-object.js';
import { trail } from './trail.js';
import { integration, integrationHistoryRecord, integrationRecordResponse } from './integration.js';
import { commodity, item, uom } from './item.js';
import { orderHeader } from './order-header.js';
import { orderLine, orderLineTaxDetail } from './order-line.js';
import { contact, user } from './person.js';
import { supplier } from './supplier.js';
import { paymentTerm, shippingTerm, taxCode } from './term.js';
import { warehouse, warehouseLocation, warehouseType } from './warehouse.js';

/**
 * The objects of Coupa's API by their names here: fields, lengths and decimals of Core release R39, with `total` of the
 * order, which the documentation has and the release's schema has not.
 */
export const objects: Readonly<Record<string, ObjectFields>> = {
  'order-header': orderHeader,
  'order-line': orderLine,
  'order-line-tax-detail': orderLineTaxDetail,
  supplier,
  warehouse,
  'warehouse-location': warehouseLocation,
  'warehouse-type': warehouseType,
  integration,
  'integration-history-record': integrationHistoryRecord,
  'integration-record-response': integrationRecordResponse,
  account,
  'account-type': accountType,
  'account-allocation': accountAllocation,
  address,
  'remit-to-address': remitToAddress,
  /** Coupa calls it a content group on the screen: who is in none of a supplier's does not see the supplier. */
  'business-group': declareObject({ ...trail, description: 'text 255', name: 'text 100' }),
  contact,
  country,
  currency: declareObject({
    id: 'integer',
    code: 'text 6',
    decimals: 'integer',
    enabled: 'boolean',
    name: 'text 100',
    symbol: 'text 10',
  }),
  'exchange-rate': declareObject({
    ...trail,
    'from-currency': 'object currency',
    rate: 'decimal 30,9',
    'rate-date': 'time',
    'to-currency': 'object currency',
  }),
  commodity,
  item,
  'payment-term': paymentTerm,
  'shipping-term': shippingTerm,
  'tax-code': taxCode,
  uom,
  user,
};
