import { SupplierBankFields } from '@sluice/shared/coupa/supplier-bank-fields';
import { Failure } from '@sluice/shared/failure';
import { setting } from './define-config.js';

/** For the app that reads bank accounts in Coupa and the one that decides about them: both must be told the same. */
export const supplierBankSettings = {
  bankFields: setting('SUPPLIER_BANK_FIELDS', SupplierBankFields, {
    description:
      'Where the bank account of a supplier stands in Coupa, part by part: iban, and where there are any bank (M3’s bank number), holder, currency and country; also below remit-to-addresses, of which the first active one counts. Changes reach M3 after two people approved them. Left out, no bank account is read or sent. Needs SLUICE_SEALING_KEY.',
    example: 'iban=custom-fields.iban,bank=custom-fields.bank-number,holder=custom-fields.account-holder',
  }),
} as const;

/** Throws Failure `configuration-invalid` where bank accounts are to be read and nothing could seal them. */
export function requireSealing({ bankFields, sealingKey }: { bankFields?: unknown; sealingKey?: unknown }): void {
  if (bankFields === undefined || sealingKey !== undefined) return;
  throw new Failure('SUPPLIER_BANK_FIELDS is set and SLUICE_SEALING_KEY is not: bank accounts are only read sealed.', {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Give every app the same SLUICE_SEALING_KEY (openssl rand -base64 32), or take SUPPLIER_BANK_FIELDS away.',
  });
}
