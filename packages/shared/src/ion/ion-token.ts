import {
  ClientSecretBasic,
  ClientSecretPost,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  type ClientAuth,
} from 'oauth4webapi';
import { Failure } from '../failure.js';
import type { TokenCall } from '../http/exchange.js';
import {
  isClientRefused,
  requestToken,
  type IssuedToken,
  type TokenConnections,
  type TokenRequest,
} from '../http/request-token.js';
import type { TokenPolicy } from '../http/token-cache.js';
import type { IonApiFile } from './ionapi-file.js';

/** Infor: tokens live about two hours by default; only `expires_in` counts, this hour where an answer lacks it. */
export const ionTokenPolicy = {
  renew: { beforeEndMs: 5 * 60_000 },
  lifeMs: 60 * 60_000,
  ripensMs: 0,
} as const satisfies TokenPolicy;

/**
 * How the client identifies itself to the authorization server, in the order in which they are tried. `basic`: form-encoded
 * before it is put into the header, as the standard says. `basic-raw`: as it stands in the file, which is what most clients
 * send; Infor's client ids hold `~` and `_`, so it makes a difference. `body`: as members of the form.
 */
export const ionTokenAuths = ['basic', 'basic-raw', 'body'] as const;
export type IonTokenAuth = (typeof ionTokenAuths)[number];

/**
 * Asks ION for a token. Where the installation does not say how the client identifies itself, the ways are tried in turn
 * while the server refuses the client, and the one that was accepted is kept for as long as the connection is used.
 */
export function ionTokens(
  credentials: () => IonApiFile,
  connections: TokenConnections,
  auth: IonTokenAuth | 'auto' = 'auto',
): (onCall: (call: TokenCall) => void) => Promise<IssuedToken> {
  let accepted = auth === 'auto' ? undefined : auth;
  return async (onCall) => {
    const file = credentials();
    const [first, ...others] = accepted === undefined ? distinctAuths(file) : [accepted];
    const ask = async (one: IonTokenAuth): Promise<IssuedToken> => {
      const token = await requestToken(ionTokenRequest(file, one), connections, onCall);
      accepted = one;
      return token;
    };
    let refusal: Failure;
    try {
      return await ask(first as IonTokenAuth);
    } catch (thrown) {
      refusal = Failure.from(thrown, 'token');
    }
    for (const one of others) {
      if (!isClientRefused(refusal)) break;
      try {
        return await ask(one);
      } catch (thrown) {
        refusal = Failure.from(thrown, 'token');
      }
    }
    throw refusal;
  };
}

/** Where encoding changes nothing, one call fewer. */
const distinctAuths = ({ clientId, clientSecret }: IonApiFile): readonly IonTokenAuth[] =>
  /^[A-Za-z0-9]*$/.test(clientId + clientSecret) ? ionTokenAuths.filter((one) => one !== 'basic-raw') : ionTokenAuths;

const clientAuthOf = ({ clientSecret }: IonApiFile, auth: IonTokenAuth): ClientAuth => {
  if (auth === 'basic') return ClientSecretBasic(clientSecret);
  if (auth === 'body') return ClientSecretPost(clientSecret);
  return (_server, client, _body, headers) =>
    headers.set('authorization', `Basic ${Buffer.from(`${client.client_id}:${clientSecret}`).toString('base64')}`);
};

/** ION's password grant, with the service account of a "Backend Service" app. */
export function ionTokenRequest(file: IonApiFile, auth: IonTokenAuth = 'basic'): TokenRequest {
  const server = { issuer: new URL(file.tokenUrl).origin, token_endpoint: file.tokenUrl };
  const client = { client_id: file.clientId };
  return {
    url: file.tokenUrl,
    server: 'The ION authorization server',
    send: (options) =>
      genericTokenEndpointRequest(
        server,
        client,
        clientAuthOf(file, auth),
        'password',
        { username: file.serviceAccountKey, password: file.serviceAccountSecret },
        options,
      ),
    read: (response) => processGenericTokenEndpointResponse(server, client, response),
    fixRefused: () =>
      'Check in Infor OS that the authorized app and its service account exist and are enabled, and download its .ionapi file again. Where another client gets a token with the same file, set IONAPI_TOKEN_AUTH to the way in which that client sends it.',
    fixMissing: 'If it lasts, check "pu" and "ot" of the .ionapi file.',
  };
}
