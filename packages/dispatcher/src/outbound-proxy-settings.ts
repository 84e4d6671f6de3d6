import { setting } from '@sluice/runtime/config/define-config';
import type { OutboundProxy } from '@sluice/shared/http/open-connections';
import { z } from 'zod';

/** Other programs take a host and a port for an HTTP proxy as well. */
const ProxyUrl = z
  .string()
  .transform((text) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`))
  .refine(
    (text) => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol),
    'must be the address of an HTTP proxy, such as http://proxy.example:3128',
  );

/** The way out, under the names that other programs on the machine use. */
export const outboundProxySettings = {
  outboundProxy: setting('HTTPS_PROXY', ProxyUrl.optional(), {
    description:
      'Proxy through which M3 and Coupa are called, where the network lets nothing else out; user and password as http://user:password@host:port.',
    example: 'http://proxy.example:3128',
    secret: true,
  }),
  noProxy: setting('NO_PROXY', z.string().optional(), {
    description: 'Hosts and domains that are called without the proxy, separated by commas.',
    example: 'localhost,.internal.example',
  }),
} as const;

interface ProxyConfig {
  readonly outboundProxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

export const outboundProxyOf = ({ outboundProxy: url, noProxy: except }: ProxyConfig): OutboundProxy | undefined =>
  url === undefined ? undefined : { url, except };
