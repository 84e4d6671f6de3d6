import { commonFixes, type Fixes } from '@sluice/translation/decide-findings';

/** What a person can do about an order that was refused. */
export const fixes: Fixes = {
  ...commonFixes('order'),
  'decimals-too-fine': 'Order a quantity that the unit allows, or correct the decimals of the unit in its mapping.',
  'date-past': 'Correct the date in Coupa, or let such lines go as they are: M3_PAST_DATES=send.',
  'lines-too-many': 'Split the order in Coupa.',
  'companies-mixed':
    'Order for each company separately, or correct the mapping of the charts of accounts or of the warehouses.',
  'supplier-blocked': 'Release the supplier in M3; the order goes on by itself once that was seen there.',
};
