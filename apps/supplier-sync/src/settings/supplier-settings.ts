import { companyTimeZone } from '@sluice/runtime/config/company-time-zone';
import { setting, type ConfigOf } from '@sluice/runtime/config/define-config';
import { onOff } from '@sluice/runtime/config/on-off';
import { z } from 'zod';
import { defaultOwners, owners, ownersToM3, type FieldOwners } from '../domain/values/owners.js';
import { sharedFields, supplierFields } from '../domain/values/supplier-values.js';

const list = (pattern: RegExp, complaint: string) =>
  z
    .string()
    .transform((written) => [...new Set(written.split(',').map((one) => one.trim()))])
    .refine((all) => all.every((one) => pattern.test(one)), complaint);

/** Which values count, field by field, where they are not those of the table of defaults. */
const fieldOwners = z
  .string()
  .default('')
  .transform((written, context): FieldOwners => {
    const named = written
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => one.split('=').map((part) => part.trim()));
    for (const [field = '', owner = ''] of named) {
      const message = whyNoOwner(field, owner);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }
    return { ...defaultOwners, ...(Object.fromEntries(named) as Partial<FieldOwners>) };
  });

const isOneOf = (all: readonly string[], one: string): boolean => all.includes(one);

function whyNoOwner(field: string, owner: string): string | undefined {
  if (!isOneOf(supplierFields, field))
    return `${field} is no field of a supplier that is kept in step; those are ${supplierFields.join(', ')}`;
  const possible = isOneOf(sharedFields, field) ? owners : ownersToM3;
  return isOneOf(possible, owner) ? undefined : `${field}=${owner}: must be ${possible.join(' or ')}`;
}

/** Queries of CRS620MI SearchSupplier; none where the search is switched off. */
const lookupQueries = z
  .string()
  .default('VRNO:<tax-id>,SUNM:<name>')
  .transform((written) => (written === 'none' ? [] : written.split(',').map((one) => one.trim())))
  .refine(
    (queries) => queries.every((query) => query.includes('<tax-id>') || query.includes('<name>')),
    'must be none, or queries that contain <tax-id> or <name>, comma-separated',
  );

const path = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'must be field names with dots between them');

/** What the environment says of suppliers, where they are numbered and made, and who owns what. */
export const supplierSettings = {
  companies: setting('M3_COMPANIES', list(/^\d{1,3}$/, 'must be companies of one to three digits, comma-separated'), {
    description:
      'M3 companies (CONO) in which suppliers are looked up, comma-separated. What is changed in the first of them reaches Coupa; in the others what Coupa holds counts.',
    example: '100,200',
  }),
  usableStatuses: setting(
    'M3_SUPPLIER_STATUSES_USABLE',
    z
      .string()
      .default('20')
      .pipe(list(/^\d{2}$/, 'must be statuses of two digits')),
    {
      description: 'Statuses (STAT) with which M3 lets orders be placed with a supplier, comma-separated.',
      example: '20',
    },
  ),
  timeZone: companyTimeZone,
  sync: setting('SUPPLIER_SYNC', z.enum(['link', 'to-m3', 'both']).default('link'), {
    description:
      'How far suppliers are kept in step: link only finds those of Coupa in M3 by their number and writes nothing to either system, to-m3 also makes and changes them in M3, both also brings to Coupa what was changed in M3.',
    example: 'both',
  }),
  numbers: setting('M3_SUPPLIER_NUMBERS', z.enum(['coupa', 'own', 'm3-series']).default('coupa'), {
    description:
      'Who numbers a supplier that M3 is to hold: coupa takes the field number of Coupa and asks a person where it is empty, own counts up in a range of ours, m3-series takes the next of a number series of M3 (CRS165).',
    example: 'own',
  }),
  numberPrefix: setting(
    'M3_SUPPLIER_NUMBER_PREFIX',
    z
      .string()
      .regex(/^[A-Z0-9]{0,9}$/, 'must be up to nine capital letters or digits')
      .default(''),
    {
      description: 'What every number of our own range begins with. Nobody else may use the range in M3.',
      example: 'C',
    },
  ),
  numberStart: setting(
    'M3_SUPPLIER_NUMBER_START',
    z
      .string()
      .regex(/^\d{1,10}$/, 'must be up to ten digits')
      .default('000001'),
    {
      description: 'The first number of that range, with all its digits: every number has as many, zeros in front.',
      example: '000001',
    },
  ),
  seriesType: setting(
    'M3_SUPPLIER_SERIES_TYPE',
    z
      .string()
      .regex(/^[A-Z0-9]{1,2}$/, 'must be one or two letters or digits')
      .default('09'),
    {
      description: 'Type (NBTY) of the number series of M3 that numbers suppliers.',
      example: '09',
    },
  ),
  seriesId: setting(
    'M3_SUPPLIER_SERIES_ID',
    z
      .string()
      .regex(/^[A-Z0-9]$/, 'must be one letter or digit')
      .default('1'),
    {
      description: 'Number series (NBID) of that type.',
      example: '1',
    },
  ),
  createIn: setting('M3_SUPPLIER_CREATE_IN', z.enum(['first', 'all']).default('first'), {
    description:
      'Where a new supplier is made: in the first company of M3_COMPANIES alone, or in all of them. One that a company holds is kept in step there either way.',
    example: 'first',
  }),
  groupField: setting('SUPPLIER_GROUP_FIELD', path.default('commodity.name'), {
    description:
      'Field of Coupa’s supplier that names its row in the mapping supplier-group, dots leading deeper; where it is empty the row (default) counts.',
    example: 'commodity.name',
  }),
  lookupQueries: setting('SUPPLIER_LOOKUP_QUERIES', lookupQueries, {
    description:
      'What M3 is searched for before a supplier is made under a new number, comma-separated; <tax-id> and <name> stand for what it has in Coupa. The word none switches the search off.',
    example: 'VRNO:<tax-id>,SUNM:<name>',
  }),
  fieldOwners: setting('SUPPLIER_FIELD_OWNERS', fieldOwners, {
    description:
      'Whose value of a field counts where both systems changed it, or only the other one did: field=coupa, m3, newest (the later change) or ask (a person), comma-separated. Of language, taxCode and payee, which M3 is told once, m3 is the default; all others are Coupa’s.',
    example: 'paymentTerms=m3,contact=newest',
  }),
  firstMeeting: setting('SUPPLIER_FIRST_MEETING', z.enum(['report', 'owner']).default('report'), {
    description:
      'Two suppliers that existed before they were linked and differ: report overwrites nothing and asks a person, owner takes of each field the value of the system that owns it.',
    example: 'report',
  }),
  supplierWriteBack: setting('SUPPLIER_WRITE_BACK', onOff.default('on'), {
    description: 'Whether Coupa is told the number of a supplier in M3, and what was changed there; on or off.',
    example: 'on',
  }),
  compareAt: setting(
    'M3_SUPPLIER_COMPARE_AT',
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 02:00')
      .default('02:00'),
    {
      description:
        'When all suppliers are compared with M3 every night, in the time zone of the company and spread over an hour: it finds what was deleted or merged there, and changes that leave no trace.',
      example: '02:00',
    },
  ),
};

/** The same as the domain wants to be told. */
export const supplierSettingsOf = (config: Omit<ConfigOf<typeof supplierSettings>, 'secrets'>) => ({
  companies: config.companies,
  usableStatuses: config.usableStatuses,
  timeZone: config.timeZone,
  sync: config.sync,
  numbers: config.numbers,
  ownNumbers: { prefix: config.numberPrefix, start: config.numberStart },
  series: { type: config.seriesType, id: config.seriesId },
  createIn: config.createIn,
  groupField: config.groupField,
  lookupQueries: config.lookupQueries,
  owners: config.fieldOwners,
  firstMeeting: config.firstMeeting,
  writeBack: config.supplierWriteBack === 'on',
  compareAt: config.compareAt,
});
