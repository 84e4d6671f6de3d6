import { expect, it } from 'vitest';
import { isStorageAway } from './storage-errors.js';

const thrown = (message: string, code?: string): Error => Object.assign(new Error(message), code && { code });

it.each([
  ['nobody listens', thrown('connect ECONNREFUSED', 'ECONNREFUSED')],
  ['it is shutting down', thrown('terminating connection', '57P01')],
  ['its certificate has expired', thrown('certificate has expired', 'CERT_HAS_EXPIRED')],
  ['its certificate is another host’s', thrown('Hostname/IP does not match', 'ERR_TLS_CERT_ALTNAME_INVALID')],
  ['its certificate is signed by nobody we trust', thrown('unable to verify', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['its certificate is its own authority', thrown('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT')],
  ['it refuses ours', thrown('tlsv13 alert certificate required', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
  ['it speaks no TLS', thrown('The server does not support SSL connections')],
])('Postgres is away where %s, whatever wraps the error', (_case, error) => {
  expect(isStorageAway(error)).toBe(true);
  expect(isStorageAway(new Error('QueryFailedError', { cause: error }))).toBe(true);
});

it.each([
  ['a value that its column does not take', thrown('invalid input syntax for type uuid', '22P02')],
  ['a row that is there already', thrown('duplicate key value', '23505')],
  ['an error of the program', thrown('x is not a function')],
  ['no error', 'ECONNREFUSED'],
])('%s does not pass by waiting', (_case, error) => {
  expect(isStorageAway(error)).toBe(false);
});
