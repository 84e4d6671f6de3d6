import { z } from 'zod';
import { outboundProxySettings } from '@sluice/dispatcher/outbound-proxy-settings';
import type { AppParts } from '@sluice/runtime/app-parts';
import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { pollSettings } from './poll/poll-settings.js';
import { supplierBankSettings } from '@sluice/runtime/config/supplier-bank-settings';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import type { CoupaAccount } from '@sluice/shared/coupa-client/coupa-token';
import { Failure } from '@sluice/shared/failure';
import { whyNotOutbound } from '@sluice/shared/outbound-url';

/** The client's secret travels to this address. */
const CoupaUrl = z
  .string()
  .superRefine((text, issues) => {
    const why = whyNotOutbound(text);
    if (why !== undefined) issues.addIssue({ code: 'custom', message: why });
  })
  .transform((text) => text.replace(/\/+$/, ''));

export const config = defineConfig('coupa-gateway', {
  ...runtimeSettings,
  coupaUrl: setting('COUPA_URL', CoupaUrl, {
    description: 'Address of the Coupa instance, without /api.',
    example: 'https://acme.coupahost.com',
  }),
  coupaClientId: setting('COUPA_CLIENT_ID', z.string().min(1), {
    description: 'Identifier of the OAuth client (Coupa: Setup, Integrations, OAuth2/OpenID Connect Clients).',
    example: 'a1b2c3',
  }),
  coupaClientSecret: setting('COUPA_CLIENT_SECRET', z.string().min(1), {
    description: 'Secret of the OAuth client.',
    example: 'as-shown-by-coupa',
    secret: true,
  }),
  coupaScopes: setting(
    'COUPA_SCOPES',
    z
      .string()
      .default(
        'core.common.read core.purchase_order.read core.purchase_order.write core.supplier.read core.integration.read core.integration.write',
      )
      // Coupa's page shows them with commas; its token endpoint wants blanks.
      .transform((list) =>
        list
          .split(/[\s,]+/)
          .filter((scope) => scope !== '')
          .join(' '),
      ),
    {
      description:
        'Scopes to ask for: the writing ones and those of integration are for what is written back, and core.supplier.write, which is not asked for by default, for suppliers that are kept in step (SUPPLIER_SYNC=both) or get M3’s number. One that the client lacks makes Coupa refuse the whole token.',
      example: 'core.common.read core.purchase_order.read core.supplier.read',
    },
  ),
  ...supplierBankSettings,
  ...outboundProxySettings,
  ...pollSettings,
});

export type CoupaGatewayConfig = ReturnType<typeof config.parse>;

/**
 * The account as it is whenever a token is asked for: where the secret is given as a file, a new one needs no restart. While
 * the file cannot be read, the last secret is used, with a warning.
 */
export function coupaAccount({
  config,
  logger,
  redaction,
}: Pick<AppParts<CoupaGatewayConfig>, 'config' | 'logger' | 'redaction'>): () => CoupaAccount {
  const { coupaUrl, coupaClientId, coupaScopes, secrets } = config;
  let { coupaClientSecret } = config;
  return () => {
    try {
      coupaClientSecret = secrets.readAgain('coupaClientSecret');
      redaction.remember([coupaClientSecret]);
    } catch (thrown) {
      const { message } = Failure.from(thrown, 'configuration');
      logger.warn({ problem: message }, 'the secret of the OAuth client cannot be read, the last one is used');
    }
    return { coupaUrl, coupaClientId, coupaClientSecret, coupaScopes };
  };
}
