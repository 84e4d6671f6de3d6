import { z } from 'zod';
import { Reason } from '../status.js';

/**
 * The numbers under which M3 knows a Coupa supplier: one entry a company (and division, where they differ). Without an
 * entry nobody may order from it by us, whatever was said before; `because` then says why.
 */
export const SupplierXref = z.object({
  supplierId: z.string(),
  entries: z.array(
    z.object({
      company: z.string(),
      division: z.string().optional(),
      /** M3's supplier number (SUNO). */
      number: z.string(),
      /** M3's payee (SPYN), where it is another supplier. */
      payee: z.string().optional(),
      /** Whether M3 lets orders be placed with it. */
      blocked: z.boolean(),
      /** When a bank account of it was last changed in M3 by us: for those who pay or hold invoices. */
      bankChangedAt: z.iso.datetime().optional(),
    }),
  ),
  /** Why there is no entry, and what can be done about it. */
  because: Reason.optional(),
  removed: z.literal(true).optional(),
});
/** As it is written. */
export type SupplierXref = z.input<typeof SupplierXref>;
export type ReadSupplierXref = z.output<typeof SupplierXref>;

/** Where one line of a Coupa order lives in M3; written after the order was read back. Key: Coupa's line id. */
export const PurchaseOrderXref = z.object({
  lineId: z.string(),
  purchaseOrderId: z.string(),
  company: z.string(),
  /** M3's order number (PUNO), line (PNLI) and subline (PNLS). */
  orderNumber: z.string(),
  line: z.string(),
  subline: z.string(),
  /** All lines in M3 that stand for it, the first among them, where it is split over several accounts. */
  parts: z.array(z.object({ line: z.string(), subline: z.string() })).optional(),
  removed: z.literal(true).optional(),
});
export type PurchaseOrderXref = z.infer<typeof PurchaseOrderXref>;

/** Which supplier of Coupa's a supplier of M3 is linked to. Key: `<company>/<SUNO>`. */
export const M3SupplierXref = z.object({
  company: z.string(),
  /** M3's supplier number (SUNO). */
  number: z.string(),
  supplierId: z.string(),
  removed: z.literal(true).optional(),
});
export type M3SupplierXref = z.infer<typeof M3SupplierXref>;

/** When a scan of M3 last saw that a supplier was changed there. Key: `<company>/<SUNO>`. */
export const M3SupplierChange = z.object({
  company: z.string(),
  number: z.string(),
  changeSeenAt: z.iso.datetime(),
  removed: z.literal(true).optional(),
});
export type M3SupplierChange = z.infer<typeof M3SupplierChange>;
