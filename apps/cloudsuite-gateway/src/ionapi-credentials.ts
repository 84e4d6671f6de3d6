import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Logger } from '@sluice/runtime/logging/logger';
import { Failure } from '@sluice/shared/failure';
import { ionApiBytesMax, parseIonApiFile, type IonApiFile } from '@sluice/shared/ion/ionapi-file';
import type { Redaction } from '@sluice/shared/redaction';

const readableByOthers = 0o004;

export interface LocatedIonApiFile extends IonApiFile {
  readonly path: string;
}

/**
 * Reads no more than such a file can have, so that a wrong path (a dump, a device) does not fill the memory; and nothing
 * that every user of the machine may read, as the secrets of M3 stand in it.
 */
export function readIonApiFile(path: string): LocatedIonApiFile {
  const file = openSync(path, 'r');
  try {
    const status = fstatSync(file);
    // Windows has no such bits.
    if (status.isFile() && process.platform !== 'win32' && (status.mode & readableByOthers) !== 0)
      throw new Failure(`${path} holds the secrets of M3, and every user of this machine may read it.`, {
        code: 'ionapi-invalid',
        stage: 'configuration',
        disposition: 'park',
        fix: `Run: chmod 600 ${path}`,
      });
    const bytes = Buffer.alloc(ionApiBytesMax + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    return { ...parseIonApiFile(bytes.toString('utf8', 0, length)), path };
  } finally {
    closeSync(file);
  }
}

/**
 * The credentials of ION as the file has them whenever they are asked for, so that a new secret needs no restart. A file
 * that cannot be read meanwhile, or that leads to another tenant, is passed over with a warning: the last good one stays.
 */
export function ionApiCredentials(
  atStart: LocatedIonApiFile,
  { log, redaction }: { readonly log: Pick<Logger, 'warn'>; readonly redaction: Pick<Redaction, 'remember'> },
): () => IonApiFile {
  let current = atStart;
  redaction.remember(secretsOf(atStart));
  return () => {
    try {
      const read = readIonApiFile(atStart.path);
      if (leadsElsewhere(read, atStart))
        log.warn({ path: atStart.path }, 'the .ionapi file leads to another tenant or address now; restart to use it');
      else {
        redaction.remember(secretsOf(read));
        current = read;
      }
    } catch (thrown) {
      const { message } = Failure.from(thrown, 'configuration');
      log.warn({ path: atStart.path, problem: message }, 'the .ionapi file cannot be read, the last one is used');
    }
    return current;
  };
}

const secretsOf = ({ clientSecret, serviceAccountSecret }: IonApiFile): string[] => [
  clientSecret,
  serviceAccountSecret,
];

/** Quota, documents and the allowed hosts belong to the tenant that the gateway began with. */
const leadsElsewhere = (file: IonApiFile, before: IonApiFile): boolean =>
  file.tenant !== before.tenant || file.gatewayUrl !== before.gatewayUrl || file.tokenUrl !== before.tokenUrl;
