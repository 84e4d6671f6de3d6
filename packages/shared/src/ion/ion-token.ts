import { ClientSecretBasic, genericTokenEndpointRequest, processGenericTokenEndpointResponse } from 'oauth4webapi';
import type { TokenRequest } from '../http/request-token.js';
import type { TokenPolicy } from '../http/token-cache.js';
import type { IonApiFile } from './ionapi-file.js';

/** Infor: tokens live about two hours by default; only `expires_in` counts, this hour where an answer lacks it. */
export const ionTokenPolicy = {
  renew: { beforeEndMs: 5 * 60_000 },
  lifeMs: 60 * 60_000,
  ripensMs: 0,
} as const satisfies TokenPolicy;

/** ION's password grant, with the service account of a "Backend Service" app. */
export function ionTokenRequest(file: IonApiFile): TokenRequest {
  const server = { issuer: new URL(file.tokenUrl).origin, token_endpoint: file.tokenUrl };
  const client = { client_id: file.clientId };
  return {
    url: file.tokenUrl,
    server: 'The ION authorization server',
    // oauth4webapi encodes client id and secret as the standard says: Infor's contain `~` and `#`.
    send: (options) =>
      genericTokenEndpointRequest(
        server,
        client,
        ClientSecretBasic(file.clientSecret),
        'password',
        { username: file.serviceAccountKey, password: file.serviceAccountSecret },
        options,
      ),
    read: (response) => processGenericTokenEndpointResponse(server, client, response),
    fixRefused: () =>
      'Check in Infor OS that the authorized app and its service account exist and are enabled, and download its .ionapi file again.',
    fixMissing: 'If it lasts, check "pu" and "ot" of the .ionapi file.',
  };
}
