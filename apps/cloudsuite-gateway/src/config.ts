import { z } from 'zod';
import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { ionTokenAuths } from '@sluice/shared/ion/ion-token';
import { parseQuota } from '@sluice/shared/quota/quota';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { wholeNumber } from '@sluice/runtime/config/whole-number';
import { Failure } from '@sluice/shared/failure';
import { outboundProxySettings } from '@sluice/dispatcher/outbound-proxy-settings';
import { readIonApiFile, type LocatedIonApiFile } from './ionapi-credentials.js';

/** The path of the file becomes its content; what is wrong with either is said at the start. */
const ionApiFile = z.string().transform((path, issues): LocatedIonApiFile => {
  try {
    return readIonApiFile(path);
  } catch (thrown) {
    const failure = Failure.from(thrown, 'configuration');
    issues.addIssue({ code: 'custom', message: [failure.message, failure.fix].filter(Boolean).join(' ') });
    return z.NEVER;
  }
});

export const config = defineConfig('cloudsuite-gateway', {
  ...runtimeSettings,
  ionApi: setting('IONAPI_FILE', ionApiFile, {
    description:
      'Path of the .ionapi file of a Backend Service app with a service account (Infor OS: Authorized Apps). It is read again whenever a token is asked for.',
    example: './sluice.ionapi',
  }),
  tokenAuth: setting('IONAPI_TOKEN_AUTH', z.enum(['auto', ...ionTokenAuths]).default('auto'), {
    description:
      'How the client of the .ionapi file identifies itself to the authorization server: basic (encoded, as the standard says), basic-raw (as it stands in the file), body (in the form), or auto: tried in turn, and what was accepted is kept.',
    example: 'auto',
  }),
  ...outboundProxySettings,
  m3ApiPath: setting(
    'M3_API_PATH',
    z
      .string()
      .regex(/^[A-Za-z0-9._~/-]+$/, 'may hold the characters of a path only')
      .default('M3/m3api-rest'),
    {
      description: 'Path of M3’s REST service behind the ION API gateway, after the tenant.',
      example: 'M3/m3api-rest',
    },
  ),
  quota: setting(
    'M3_QUOTA',
    z
      .string()
      .default('300/min,20/s,concurrency=4')
      .superRefine((text, issues) => {
        try {
          parseQuota(text);
        } catch (thrown) {
          issues.addIssue({ code: 'custom', message: Failure.from(thrown, 'configuration').message });
        }
      }),
    {
      description:
        'Requests that the API gateway permits, all at once: per period, open at the same time, and failures (errors=30/min). Infor gives no number; the policies of the tenant (ION API: Policies) do. The default is careful.',
      example: '300/min,20/s,concurrency=4',
    },
  ),
  transactionsPerRequest: setting('M3_TRANSACTIONS_PER_REQUEST', wholeNumber(1, 500).default(100), {
    description:
      'Transactions in one request at most. It begins with at most 50, grows while answers come quickly and is halved when they take long.',
    example: '100',
  }),
});

export type CloudsuiteGatewayConfig = ReturnType<typeof config.parse>;
