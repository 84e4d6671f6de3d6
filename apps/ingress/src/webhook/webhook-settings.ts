import { z } from 'zod';
import { setting } from '@sluice/runtime/config/define-config';
import { wholeNumber } from '@sluice/runtime/config/whole-number';

/** A secret of a sender: shorter ones are found by trying. */
export const secretText = z.string().min(16, 'must have at least 16 characters');

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is no name of an HTTP header');
const path = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'must be names of fields with dots between, such as meta.id');

/**
 * How the sender of webhooks signs and words them. Coupa publishes no format, so every part of it is a setting; the
 * defaults are a guess that the sandbox shares.
 */
export const webhookSettings = {
  webhookSecret: setting('COUPA_WEBHOOK_SECRET', secretText, {
    description: 'Key of the HMAC-SHA256 with which the sender of the webhooks signs each body.',
    example: 'a-long-random-text',
    secret: true,
  }),
  webhookSecretPrevious: setting('COUPA_WEBHOOK_SECRET_PREVIOUS', secretText.optional(), {
    description: 'The key before the current one, accepted too while the sender changes over.',
    secret: true,
  }),
  signatureHeader: setting('COUPA_WEBHOOK_SIGNATURE_HEADER', headerName.default('X-Coupa-Signature'), {
    description: 'Header that carries the signature.',
    example: 'X-Coupa-Signature',
  }),
  signatureEncoding: setting('COUPA_WEBHOOK_SIGNATURE_ENCODING', z.enum(['any', 'hex', 'base64']).default('any'), {
    description: 'How the signature is written: hex, base64 (also URL-safe), or any of them.',
    example: 'hex',
  }),
  signaturePrefix: setting('COUPA_WEBHOOK_SIGNATURE_PREFIX', z.string().max(50).default('sha256='), {
    description: 'Text that may stand before the signature; it is taken off where it does.',
    example: 'sha256=',
  }),
  secretEncoding: setting('COUPA_WEBHOOK_SECRET_ENCODING', z.enum(['auto', 'text', 'base64']).default('auto'), {
    description:
      'Whether the secret is the key itself, or the key in base64; auto takes one that begins with whsec_ (Standard Webhooks) for base64.',
    example: 'base64',
  }),
  signedText: setting(
    'COUPA_WEBHOOK_SIGNED_TEXT',
    z.enum(['auto', 'body', 'timestamp.body', 'id.timestamp.body']).default('auto'),
    {
      description:
        'What is signed, with dots between the parts; id.timestamp.body is Standard Webhooks. auto takes timestamp.body where the timestamp comes, else the body; only a signed timestamp tells an old webhook that somebody sends again.',
      example: 'timestamp.body',
    },
  ),
  timestampHeader: setting('COUPA_WEBHOOK_TIMESTAMP_HEADER', headerName.default('X-Coupa-Timestamp'), {
    description:
      'Header with the time of sending, where it is signed: seconds or milliseconds since 1970, or ISO 8601.',
    example: 'X-Coupa-Timestamp',
  }),
  timestampToleranceSeconds: setting('COUPA_WEBHOOK_TIMESTAMP_TOLERANCE', wholeNumber(1, 86_400).default(300), {
    description: 'Most seconds that a signed timestamp may be away from our clock.',
    example: '300',
  }),
  eventIdHeader: setting('COUPA_WEBHOOK_EVENT_ID_HEADER', headerName.default('X-Coupa-Event-Id'), {
    description:
      'Header that carries the id of the event; without it the id is taken from the body, else derived from it.',
    example: 'X-Coupa-Event-Id',
  }),
  eventIdPath: setting('COUPA_WEBHOOK_EVENT_ID_PATH', path.default('event_id'), {
    description:
      'Where the body carries the id of the event; in XML the path begins below the root, here and in the next two.',
    example: 'meta.id',
  }),
  eventTypeHeader: setting('COUPA_WEBHOOK_EVENT_TYPE_HEADER', headerName.optional(), {
    description:
      'Header that carries the type of the event, such as purchase_order.issued, before the one in the body.',
    example: 'X-Coupa-Event',
  }),
  eventTypePath: setting('COUPA_WEBHOOK_EVENT_TYPE_PATH', path.default('event_type'), {
    description: 'Where the body carries the type of the event.',
    example: 'meta.type',
  }),
  documentPath: setting('COUPA_WEBHOOK_DOCUMENT_PATH', path.default('document'), {
    description:
      'Where the body names the document by type and id; a body without it is taken for the document itself, in XML of the kind that its root says.',
    example: 'data',
  }),
  bodyLimitBytes: setting('COUPA_WEBHOOK_BODY_LIMIT', wholeNumber(1024, 8_388_608).default(262_144), {
    description: 'Most bytes that the body of a webhook or of a call-out may have.',
    example: '262144',
  }),
} as const;
