import { setting, type ConfigOf } from '@sluice/runtime/config/define-config';
import { shortCode } from '@sluice/runtime/config/short-code';
import { z } from 'zod';
import { readExclusions, type Exclusion } from '../domain/values/excluded.js';
import type { ValueSettings } from '../domain/values/value-settings.js';

const status = z.string().regex(/^\d{2}$/, 'must be a status of two digits');

const exclusions = z
  .string()
  .default('')
  .transform((written, context): readonly Exclusion[] => {
    const read = readExclusions(written);
    if (!('complaint' in read)) return read;
    context.addIssue({ code: 'custom', message: read.complaint });
    return z.NEVER;
  });

/** What the environment says of the values of suppliers. */
export const valueSettings = {
  longNames: setting('SUPPLIER_LONG_NAMES', z.enum(['refuse', 'shorten', 'continue']).default('refuse'), {
    description:
      'A name that is longer than M3’s field (36 characters): refuse asks a person to write a shorter one in Coupa, shorten cuts it between two words and says so, continue does the same and writes the rest into the name of the postal address.',
    example: 'shorten',
  }),
  longAddresses: setting('SUPPLIER_LONG_ADDRESSES', z.enum(['refuse', 'shorten']).default('refuse'), {
    description:
      'Streets that M3’s four lines do not take, and towns of more than 20 characters: refuse asks a person to write less in Coupa, shorten leaves out what does not fit and says so.',
    example: 'shorten',
  }),
  excluded: setting('SUPPLIERS_EXCLUDED', exclusions, {
    description:
      'Suppliers that M3 is never told of, by fields of Coupa: rules field=value or field=value|value, separated by ;. Dots lead into a field of fields.',
    example: 'one-time-supplier=true; custom-fields.kind=employee|intercompany',
  }),
  activeStatus: setting('M3_SUPPLIER_STATUS_ACTIVE', status.default('20'), {
    description: 'Status (STAT) that M3 is told of a supplier that is active in Coupa.',
    example: '20',
  }),
  blockedStatus: setting('M3_SUPPLIER_STATUS_BLOCKED', status.default('90'), {
    description:
      'Status (STAT) that M3 is told of a supplier that is inactive or on hold in Coupa: one that lets no new orders be placed.',
    example: '90',
  }),
  addressType: setting('M3_SUPPLIER_ADDRESS_TYPE', shortCode(2).default('01'), {
    description: 'Type (ADTE) of the address of a supplier that is the primary one in Coupa; 01 is the postal address.',
    example: '01',
  }),
  addressId: setting('M3_SUPPLIER_ADDRESS_ID', shortCode(6).default('COUPA'), {
    description: 'Number (ADID) under which that address is made where M3 has none yet.',
    example: 'COUPA',
  }),
  contactType: setting('M3_SUPPLIER_CONTACT_TYPE', shortCode(2).default('10'), {
    description: 'Type (RFTY) of the reference of a supplier that is the primary contact in Coupa.',
    example: '10',
  }),
  contactId: setting('M3_SUPPLIER_CONTACT_ID', shortCode(10).default('COUPA'), {
    description: 'Name (RFID) of that reference.',
    example: 'COUPA',
  }),
  emptyFields: setting('M3_EMPTY_FIELDS', z.enum(['blank', 'question-mark']).default('blank'), {
    description:
      'How CRS620MI is told to empty a field that was emptied in Coupa: with a blank, or with a question mark as M3’s batch entries are. Try it on a tenant: where M3 takes it for something else, the supplier needs attention after two tries.',
    example: 'blank',
  }),
};

/** The same as the domain wants to be told. */
export const valueSettingsOf = (
  config: Omit<ConfigOf<typeof valueSettings>, 'excluded' | 'secrets'>,
): Omit<ValueSettings, 'timeZone' | 'usableStatuses'> => ({
  longNames: config.longNames,
  longAddresses: config.longAddresses,
  statuses: { active: config.activeStatus, blocked: config.blockedStatus },
  postalAddress: { type: config.addressType, id: config.addressId },
  contact: { type: config.contactType, id: config.contactId },
  emptyText: config.emptyFields === 'blank' ? '' : '?',
});
