import { z } from 'zod';
import { failureCodes } from './failure-codes.js';
import { growingEnum } from './open-enum.js';

/** What people see of a document. One closed list, everywhere the same words. */
export const recordStatuses = [
  'Received',
  'In progress',
  'Waiting',
  'Retrying',
  'Throttled',
  'Unknown outcome',
  'Needs attention',
  'Match exception',
  'Held',
  'Posted',
  'Superseded',
  'Duplicate',
  'Ignored',
] as const;
export const RecordStatus = z.enum(recordStatuses);
export type RecordStatus = z.infer<typeof RecordStatus>;

/** Why a document is as it is, and what a person can do about it. Its reader may be older than the code. */
export const Reason = z.object({ code: growingEnum(failureCodes), message: z.string(), fix: z.string().optional() });
/** As it is written. */
export type Reason = z.input<typeof Reason>;
export type ReadReason = z.output<typeof Reason>;
