/**
 * Who did it, as stated by the caller in `X-Sluice-User`. It is for the history and proves nothing: the token is what
 * opens the door.
 */
export function operatorOf(headers: Readonly<Record<string, string | undefined>>): string {
  const stated = headers['x-sluice-user']?.trim().slice(0, 100);
  return stated === undefined || stated === '' ? 'api' : stated;
}
