import { closeSync, openSync, readSync } from 'node:fs';
import { ionApiBytesMax, parseIonApiFile, type IonApiFile } from '@sluice/shared/ion/ionapi-file';

/** Reads no more than such a file can have, so that a wrong path (a dump, a device) does not fill the memory. */
export function readIonApiFile(path: string): IonApiFile {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(ionApiBytesMax + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    return parseIonApiFile(bytes.toString('utf8', 0, length));
  } finally {
    closeSync(file);
  }
}
