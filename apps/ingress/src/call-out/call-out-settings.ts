import { z } from 'zod';
import { setting } from '@sluice/runtime/config/define-config';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { secretText } from '../webhook/webhook-settings.js';

const word = z
  .string()
  .regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, 'must be 1 to 100 printable characters without blank or colon');

/** The client as which a call-out of Coupa's Process Automator comes. Without its secret nobody is let in. */
export const callOutSettings = {
  callOutClientId: setting('COUPA_CALL_OUT_CLIENT_ID', word.default('coupa'), {
    description:
      'Client id that a call-out of Coupa gives at POST /oauth2/token (Coupa: Setup, Integrations, Call Outs).',
    example: 'coupa',
  }),
  callOutClientSecret: setting('COUPA_CALL_OUT_CLIENT_SECRET', secretText.optional(), {
    description: 'Secret of that client; without it nobody gets a token and POST /call-outs/coupa lets nobody in.',
    example: 'a-long-random-text',
    secret: true,
  }),
  callOutClientSecretPrevious: setting('COUPA_CALL_OUT_CLIENT_SECRET_PREVIOUS', secretText.optional(), {
    description: 'The secret before the current one, accepted too while Coupa changes over.',
    secret: true,
  }),
  callOutScope: setting('COUPA_CALL_OUT_SCOPE', word.default('sluice.call-outs'), {
    description: 'The one scope that a token of ours may have; a call-out that asks for another gets none.',
    example: 'sluice.call-outs',
  }),
  callOutTokenLifeSeconds: setting('COUPA_CALL_OUT_TOKEN_LIFE', wholeNumber(60, 86_400).default(900), {
    description: 'Seconds that a token of ours is good for.',
    example: '900',
  }),
} as const;
