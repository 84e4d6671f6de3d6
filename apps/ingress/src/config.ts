import { z } from 'zod';
import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';

const secret = z.string().min(16, 'must have at least 16 characters');
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is no name of an HTTP header');

export const config = defineConfig('ingress', {
  ...runtimeSettings,
  webhookSecret: setting('COUPA_WEBHOOK_SECRET', secret, {
    description: 'Key of the HMAC-SHA256 with which the sender of the webhooks signs each body.',
    example: 'a-long-random-text',
    secret: true,
  }),
  webhookSecretPrevious: setting('COUPA_WEBHOOK_SECRET_PREVIOUS', secret.optional(), {
    description: 'The key before the current one, accepted too while the sender changes over.',
    secret: true,
  }),
  signatureHeader: setting('COUPA_WEBHOOK_SIGNATURE_HEADER', headerName.default('X-Coupa-Signature'), {
    description: 'Header that carries the signature: hex or base64, with or without a leading sha256=.',
    example: 'X-Coupa-Signature',
  }),
  eventIdHeader: setting('COUPA_WEBHOOK_EVENT_ID_HEADER', headerName.default('X-Coupa-Event-Id'), {
    description:
      'Header that carries the id of the event; without it the id is taken from the body, else derived from it.',
    example: 'X-Coupa-Event-Id',
  }),
  bodyLimitBytes: setting(
    'COUPA_WEBHOOK_BODY_LIMIT',
    z
      .string()
      .default('262144')
      .transform(Number)
      .refine((bytes) => Number.isInteger(bytes) && bytes >= 1024 && bytes <= 8_388_608, 'must be 1024 to 8388608'),
    { description: 'Most bytes that the body of a webhook may have.', example: '262144' },
  ),
});

export type IngressConfig = ReturnType<typeof config.parse>;
