import { z } from 'zod';
import { failureCodes } from './failure-codes.js';

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

/** Why a document is as it is, and what a person can do about it. */
export const Reason = z.object({ code: z.enum(failureCodes), message: z.string(), fix: z.string().optional() });
export type Reason = z.infer<typeof Reason>;
