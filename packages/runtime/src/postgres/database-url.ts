import type { ConnectionOptions } from 'node:tls';
import { readTlsFiles } from '../config/read-tls-files.js';

type Tls = Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'host' | 'rejectUnauthorized' | 'checkServerIdentity'>;

/** Where Postgres is and how it is reached, as `pg` and TypeORM both take it. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl: Tls | false;
}

export type ReadAddress = { readonly address: PostgresAddress } | { readonly problem: string };

/** Parameters of the address that are heeded, with libpq's names and meanings. */
const files = ['sslrootcert', 'sslcert', 'sslkey'] as const;

const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

/** Reads DATABASE_URL, or says what about it cannot be used. A problem shows no part of the address: a password may be in it. */
export function readDatabaseUrl(written: string): ReadAddress {
  const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/is.exec(written) ?? [];
  if (rest === undefined) return { problem: 'must begin with postgres://' };
  const end = rest.search(/[/?#]/);
  if (end !== -1 && rest.lastIndexOf('@') > end)
    return {
      problem:
        'the user or the password holds # ? or /, where an address goes on: write them percent-encoded (# as %23, ? as %3F, / as %2F)',
    };
  if (/%(?![0-9A-Fa-f]{2})/.test(rest))
    return { problem: 'it holds a % that no two hexadecimal digits follow: write a % that is meant as %25' };
  const url = URL.parse(written);
  if (url === null || url.hostname === '')
    return { problem: 'it cannot be read as an address: postgres://user:password@host:port/database, with one host' };
  if (url.hash !== '') return { problem: 'it holds a #, where an address ends: write one that is meant as %23' };
  const database = decodeURIComponent(url.pathname.slice(1));
  if (database === '') return { problem: 'it names no database: postgres://user:password@host:port/database' };
  const ssl = readSsl(url.searchParams, unbracketed(url.hostname));
  if ('problem' in ssl) return ssl;
  return {
    address: {
      host: unbracketed(url.hostname),
      port: Number(url.port || 5432),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database,
      ssl: ssl.options,
    },
  };
}

/** For an address that the settings check has let in. */
export function addressOf(databaseUrl: string): PostgresAddress {
  const read = readDatabaseUrl(databaseUrl);
  if ('problem' in read) throw new Error(`DATABASE_URL cannot be used: ${read.problem}.`);
  return read.address;
}

function readSsl(
  parameters: URLSearchParams,
  host: string,
): { readonly options: Tls | false } | { readonly problem: string } {
  const known: readonly string[] = ['sslmode', ...files];
  const other = [...parameters.keys()].find((name) => !known.includes(name));
  if (other !== undefined)
    return { problem: `its parameter "${other}" is not heeded; ${known.join(', ')} are, so leave it out` };
  const mode = parameters.get('sslmode') ?? 'disable';
  if (!sslModes.some((one) => one === mode))
    return {
      problem: `its sslmode is "${mode}", where it must be ${sslModes.join(', ')}: with others the server decides whether anything is encrypted`,
    };
  if (mode === 'disable') {
    const unused = files.find((name) => parameters.has(name));
    return unused === undefined
      ? { options: false }
      : { problem: `it has ${unused}, but no sslmode: nothing would be encrypted. Add sslmode=verify-full` };
  }
  const file = (name: (typeof files)[number]) => [name, parameters.get(name) ?? undefined] as const;
  const read = readTlsFiles({ ca: file('sslrootcert'), cert: file('sslcert'), key: file('sslkey') });
  if ('problem' in read) return read;
  const { texts } = read;
  // As libpq has it: `require` checks nothing unless an authority is named, `verify-ca` leaves the host name unchecked.
  const isVerified = mode !== 'require' || texts.ca !== undefined;
  return {
    options: {
      ...texts,
      host,
      rejectUnauthorized: isVerified,
      ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
    },
  };
}

/** An IPv6 address stands in brackets in an address only. */
const unbracketed = (hostname: string): string => decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1');
