import { z } from 'zod';
import { setting } from './define-config.js';

const timeZone = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}, 'is no time zone of the IANA list');

/** Of every sync that turns moments of Coupa's into days of M3's, and of all that happens at an hour of the company's. */
export const companyTimeZone = setting('COMPANY_TIME_ZONE', timeZone, {
  description:
    'Time zone of the company (IANA name), in which a moment in Coupa becomes a date in M3: that of the users of Coupa who type dates.',
  example: 'Europe/Brussels',
});
