import { Failure } from '../failure.js';
import { originOf, whyNotOutbound } from '../outbound-url.js';

/**
 * What a `.ionapi` file says: the tenant, the API gateway, the authorization server, and the service account of a
 * "Backend Service" app. Infor: registering the client application, ION API administration guide.
 */
export interface IonApiFile {
  /** `ti`: a path segment of every API address. */
  readonly tenant: string;
  /** `iu`: base address of the API gateway. */
  readonly gatewayUrl: string;
  /** `pu` and `ot`: the token endpoint. */
  readonly tokenUrl: string;
  /** `ci`, `cs`. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** `saak`, `sask`: user name and password of the password grant. */
  readonly serviceAccountKey: string;
  readonly serviceAccountSecret: string;
  /** The only hosts that may be called with these credentials. */
  readonly hosts: readonly string[];
}

const needed = {
  ti: 'the tenant',
  ci: 'the client id',
  cs: 'the client secret',
  iu: 'the address of the API gateway',
  pu: 'the address of the authorization server',
  ot: 'the path of the token endpoint',
} as const;
const serviceAccount = { saak: 'the service account’s access key', sask: 'the service account’s secret key' } as const;

/** A file as downloaded has two kilobytes; a larger one is something else. */
export const ionApiBytesMax = 64 * 1024;

/** Reads the file's text; unknown keys are ignored. Throws Failure `ionapi-invalid` that names every key that is missing or wrong. */
export function parseIonApiFile(text: string): IonApiFile {
  const keys = readKeys(text);
  const missing = Object.entries(needed).filter(([key]) => keys[key] === undefined);
  const account = Object.entries(serviceAccount).filter(([key]) => keys[key] === undefined);
  const problems = [...missing, ...(missing.length === 0 ? [] : account)].map(
    ([key, meaning]) => `"${key}" (${meaning}) is missing`,
  );
  if (problems.length === 0 && account.length > 0) throw notBackendService(keys, account);
  for (const key of ['iu', 'pu']) {
    const why = keys[key] === undefined ? undefined : whyNotOutbound(keys[key]);
    if (why !== undefined) problems.push(`"${key}" (${originOf(keys[key] as string)}) ${why}`);
  }
  if (/[?#@\\]/.test(keys['ot'] ?? '')) problems.push('"ot" is no plain path');
  if (problems.length > 0)
    throw invalid(
      `The .ionapi file cannot be used: ${problems.join('; ')}.`,
      'Download it again in Infor OS: API Gateway, Authorized Apps, the app, Download Credentials with a service account.',
    );
  const { ti, ci, cs, iu, pu, ot, saak, sask } = keys as Record<string, string>;
  const tokenUrl = joinUrl(pu as string, ot as string);
  return {
    tenant: ti as string,
    gatewayUrl: iu as string,
    tokenUrl,
    clientId: ci as string,
    clientSecret: cs as string,
    serviceAccountKey: saak as string,
    serviceAccountSecret: sask as string,
    hosts: [...new Set([new URL(iu as string).host, new URL(tokenUrl).host])],
  };
}

/** Joined without doubling or losing the slash: samples of `pu` end with one, others do not. */
export const joinUrl = (base: string, path: string): string =>
  `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;

function readKeys(text: string): Record<string, string | undefined> {
  if (text.length > ionApiBytesMax)
    throw invalid(
      `The .ionapi file is larger than ${ionApiBytesMax / 1024} KB.`,
      'Look at IONAPI_FILE: give the file as it was downloaded from Infor OS, unchanged.',
    );
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(
      'The .ionapi file is not JSON.',
      'Give the file as it was downloaded from Infor OS, unchanged.',
      cause,
    );
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw invalid(
      'The .ionapi file is no JSON object.',
      'Give the file as it was downloaded from Infor OS, unchanged.',
    );
  const texts = Object.entries(content).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  );
  return Object.fromEntries(texts.map(([key, value]) => [key, value.trim()]));
}

/** Only a Backend Service app has a service account; the other two kinds differ in the redirect address. */
function notBackendService(
  keys: Record<string, string | undefined>,
  account: readonly (readonly [string, string])[],
): Failure {
  const names = account.map(([key]) => `"${key}"`).join(' and ');
  const kind =
    keys['ru'] === undefined
      ? 'of a client-credentials app, or was downloaded without a service account'
      : 'of an interactive (web or mobile) app, not of a backend service';
  return invalid(
    `The .ionapi file lacks ${names}: it is ${kind}.`,
    'In Infor OS make an authorized app of type Backend Service and download its credentials with a service account.',
  );
}

const invalid = (message: string, fix: string, cause?: unknown): Failure =>
  new Failure(message, { code: 'ionapi-invalid', stage: 'configuration', disposition: 'park', fix, cause });
