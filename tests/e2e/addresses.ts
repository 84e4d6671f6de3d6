import 'vitest';

/** Where a story reaches the running system: over HTTP only, as its users do. */
export interface Addresses {
  readonly sandbox: { readonly url: string; readonly adminToken: string };
  readonly ingress: { readonly url: string; readonly webhookSecret: string };
  readonly console: { readonly url: string; readonly apiToken: string };
  /** The spans that the apps exported. */
  readonly traces: { readonly url: string };
}

declare module 'vitest' {
  interface ProvidedContext {
    addresses: Addresses;
  }
}
