import { Failure } from '@sluice/shared/failure';

/**
 * The header that shows the token of the installation. Whoever reads it on its way can do all that an operator can, so it
 * goes over TLS, or stays on this machine; for any other address this throws Failure `configuration-invalid`.
 */
export function authorizationFor(url: string, apiToken: string | undefined): { readonly authorization?: string } {
  if (apiToken === undefined) return {};
  const { protocol, hostname, host } = new URL(url);
  if (protocol === 'https:' || isThisMachine(hostname)) return { authorization: `Bearer ${apiToken}` };
  throw new Failure(
    `The token of the installation is not sent to ${protocol}//${host}: anybody on the way could read it.`,
    {
      code: 'configuration-invalid',
      stage: 'configuration',
      disposition: 'park',
      fix: 'Name an address that begins with https:// in SLUICE_CONSOLE_URL and SLUICE_APP_URLS, or run this command on the machine of the app and name it by 127.0.0.1.',
    },
  );
}

const isThisMachine = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
