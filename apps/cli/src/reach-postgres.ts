import { isStorageAway, isWithoutTls } from '@sluice/runtime/postgres/storage-errors';
import { Failure } from '@sluice/shared/failure';

/** Says of an error of Postgres which database it was, and whether it was away or refused. */
export async function reachPostgres<T>(work: () => Promise<T>, databaseUrl: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { hostname, port, pathname } = new URL(databaseUrl);
    const place = `${hostname}:${port || '5432'}${pathname}`;
    if (isRefusedLogin(cause))
      throw failure('not-authorized', `Postgres at ${place} refuses the user or password of DATABASE_URL.`, cause);
    if (isWithoutTls(cause))
      throw failure('storage-away', `Postgres at ${place} cannot be spoken with by TLS.`, cause, checkTls);
    if (isStorageAway(cause)) throw failure('storage-away', `Postgres does not answer at ${place}.`, cause);
    throw cause;
  }
}

const checkTls =
  "Check how long the server's certificate is valid, for which host and by whose signature, and sslmode and sslrootcert of DATABASE_URL.";

const failure = (
  code: 'not-authorized' | 'storage-away',
  message: string,
  cause: unknown,
  fix = 'Check DATABASE_URL, and that Postgres is running.',
): Failure =>
  new Failure(`${message} (${Failure.from(cause).message})`, {
    code,
    stage: 'storage',
    disposition: 'retry',
    fix,
    cause,
  });

/** Class 28 of Postgres' codes: invalid authorization specification; 42501: insufficient privilege. */
const isRefusedLogin = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && /^(28...|42501)$/.test(String(thrown.code));
