import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Paths of files, each with the name under which a person sets it. */
export interface TlsFiles {
  readonly ca: readonly [name: string, file: string | undefined];
  readonly cert: readonly [name: string, file: string | undefined];
  readonly key: readonly [name: string, file: string | undefined];
  readonly passphrase?: string | undefined;
}

export interface TlsTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

/** Throws where the text holds none. */
const requireCertificate = (pem: string): X509Certificate => new X509Certificate(pem);

/** What the files hold, or what is wrong: OpenSSL says nothing of an authority that it cannot read, and trusts nobody then. */
export function readTlsFiles({ ca, cert, key, passphrase }: TlsFiles): { texts: TlsTexts } | { problem: string } {
  if ((cert[1] === undefined) !== (key[1] === undefined))
    return { problem: `${cert[0]} and ${key[0]} go together: a certificate of the client, and its private key` };
  const texts: { ca?: string; cert?: string; key?: string } = {};
  for (const [option, [name, file]] of Object.entries({ ca, cert, key }) as ['ca' | 'cert' | 'key', typeof ca][]) {
    if (file === undefined) continue;
    try {
      texts[option] = readFileSync(file, 'utf8');
      if (option !== 'key') requireCertificate(texts[option]);
    } catch (thrown) {
      const { code, message } = thrown as NodeJS.ErrnoException;
      const why = code !== undefined && /^E[A-Z]+$/.test(code) ? code : `it holds no certificate as PEM (${message})`;
      return { problem: `${name} ("${file}") cannot be read: ${why}` };
    }
  }
  const all = { ...texts, ...(passphrase !== undefined && { passphrase }) };
  try {
    createSecureContext(all);
  } catch (thrown) {
    return { problem: `${key[0]} ("${key[1]}") cannot be used with its certificate: ${(thrown as Error).message}` };
  }
  return { texts: all };
}
