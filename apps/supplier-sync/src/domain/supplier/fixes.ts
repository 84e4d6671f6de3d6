import { commonFixes, type Fixes } from '@sluice/translation/decide-findings';

/** What a person can do about a supplier that was refused. */
export const fixes: Fixes = {
  ...commonFixes('supplier'),
  'value-missing':
    'Fill it in in Coupa, or give it to all suppliers of the group: mapping supplier-group. It is decided again by itself.',
};
