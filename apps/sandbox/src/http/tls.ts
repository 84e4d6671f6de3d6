import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A certificate and its key, as PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

interface TlsSettings {
  readonly host: string;
  readonly tlsCertFile?: string | undefined;
  readonly tlsKeyFile?: string | undefined;
  readonly tlsSelfSigned: boolean;
}

async function signItself(host: string): Promise<Tls> {
  const names = [...new Set(['localhost', '127.0.0.1', host])];
  const altNames = names.map((name) =>
    isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const),
  );
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      // Who trusts the certificate trusts it as its own authority.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** What TLS is served with; undefined where the sandbox speaks plain HTTP. */
export async function readTls(settings: TlsSettings): Promise<Tls | undefined> {
  const { host, tlsCertFile, tlsKeyFile, tlsSelfSigned } = settings;
  if (tlsCertFile !== undefined && tlsKeyFile !== undefined) {
    const [cert, key] = await Promise.all([readFile(tlsCertFile, 'utf8'), readFile(tlsKeyFile, 'utf8')]);
    return { cert, key };
  }
  return tlsSelfSigned ? signItself(host) : undefined;
}
