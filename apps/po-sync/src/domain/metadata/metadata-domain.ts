import { done, send, type Decision, type Domain, type View } from '@sluice/reconciler/decision';
import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';
import type { Reason } from '@sluice/shared/status';
import { later } from '@sluice/shared/moment';
import type { PurchaseOrderSettings } from '../settings.js';
import { readMetadata, type FieldsOfTenant } from './read-metadata.js';

type MetadataSettings = Pick<PurchaseOrderSettings, 'company' | 'metadataEveryMs'>;

const destination = 'm3';

/**
 * How many characters each field takes, and which transactions there are, is the tenant's: it is asked at the start and
 * once a day, kept, and told to the orders. It is the same in all companies, so the configured one is asked.
 */
export const metadataDomain = (settings: MetadataSettings, used: readonly TransactionUsed[]): Domain<unknown> => ({
  type: 'm3-metadata',
  seeds: [settings.company],
  lookups: [],
  parse: (stored) => stored,
  decide: (view) => ({ [destination]: decide(view, settings, used) }),
  describe: ({ document }) => ({ title: `Fields of M3, asked in company ${document.id}` }),
});

function decide(
  view: View<unknown>,
  { metadataEveryMs }: MetadataSettings,
  used: readonly TransactionUsed[],
): Decision {
  const { fresh, last } = view.destination(destination);
  const company = view.document.id;
  // A person who asks knows of a change in M3.
  const reading = fresh(readMetadata, view.askedBy === undefined ? metadataEveryMs : 0);
  if (reading !== undefined)
    return done('Posted', {
      until: later(reading.readAt, metadataEveryMs),
      publish: [{ topic: 'xref.m3-metadata.v1', key: company, value: { company, ...reading.value } }],
      ...unfilled(reading.value, used),
    });
  const isRefused =
    last?.result === 'refused' && later(last.at, metadataEveryMs) > view.now && view.askedBy === undefined;
  if (!isRefused) return send({ system: 'm3', kind: 'read', company, steps: [readMetadata.step] });
  return done('Ignored', {
    until: later(last.at, metadataEveryMs),
    because: {
      code: 'm3-refused',
      message: `M3 does not tell its fields (MRS001MI): ${last.refusals[0]?.message ?? 'without saying why'}. Orders go by the lengths of M3 CloudSuite`,
      fix: 'Give the service user the right to MRS001MI, then retry.',
    },
  });
}

/** A remark where the tenant calls mandatory what orders do not fill. It lists more as mandatory than M3 then asks for. */
function unfilled({ mandatory }: FieldsOfTenant, used: readonly TransactionUsed[]): { readonly because?: Reason } {
  const wanted = used.flatMap(({ program, transaction, inputs }) =>
    (mandatory[`${program} ${transaction}`] ?? [])
      .filter((field) => !inputs.includes(field))
      .map((field) => `${transaction} ${field}`),
  );
  if (wanted.length === 0) return {};
  return {
    because: {
      code: 'value-missing',
      message: `This M3 calls mandatory what orders do not fill: ${wanted.join(', ')}`,
      fix: 'Try one order on a test tenant: lists of fields call more mandatory than M3 asks for.',
    },
  };
}
