import { deriveSecret } from '../secrets.js';

/** The authorized app and its service account, as an .ionapi file holds them. */
export interface IonAccount {
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export const ionAccount = (tenant: string, seed: string): IonAccount => ({
  tenant,
  clientId: `${tenant}~${deriveSecret(seed, 'ion client id')}`,
  // Its last characters are other ones form-encoded, so that the two spellings of Basic differ.
  clientSecret: `${deriveSecret(seed, 'ion client secret')}+/`,
  accessKey: `${tenant}#${deriveSecret(seed, 'ion access key')}`,
  secretKey: deriveSecret(seed, 'ion secret key'),
});

/**
 * The .ionapi file that leads to this sandbox, in the names that Infor gives its keys. As in real files, `iu` is a host
 * without a path: the tenant is the first segment of what follows.
 */
export const ionapiFile = (account: IonAccount, url: string): Readonly<Record<string, string>> => ({
  ti: account.tenant,
  cn: 'sandbox_backend_service',
  dt: '12',
  ci: account.clientId,
  cs: account.clientSecret,
  iu: url,
  pu: `${url}/${account.tenant}/as/`,
  oa: 'authorization.oauth2',
  ot: 'token.oauth2',
  or: 'revoke_token.oauth2',
  saak: account.accessKey,
  sask: account.secretKey,
  v: '1.0',
});
