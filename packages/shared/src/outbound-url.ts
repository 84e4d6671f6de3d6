/** An address of this machine as the URL parser writes it: 127.0.0.0/8 as four numbers, never a name that looks like it. */
const isLoopback = (hostname: string): boolean => /^127(\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]';

/** A name without a dot is known in the own network only, such as `localhost` or a service of the same installation. */
const isLocalName = (hostname: string): boolean => /^[^.[\]:]+$/.test(hostname);

/**
 * Why an address must not be given credentials, or nothing. They may travel by plain HTTP only where nobody else listens.
 * The words do not repeat the address, which may hold a password.
 */
export function whyNotOutbound(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is no address';
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return 'is no http or https address';
  if (/[?#@]/.test(address)) return 'must not hold a user, a query or a fragment';
  if (protocol === 'http:' && !isLoopback(hostname) && !isLocalName(hostname))
    return 'must begin with https:// unless the host is this machine or a name without a dot';
  return undefined;
}

/** What may be shown of an address: where it leads, without user, path and query. */
export function originOf(address: string): string {
  if (!URL.canParse(address)) return 'not an address';
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
