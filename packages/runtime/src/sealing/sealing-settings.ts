import { z } from 'zod';
import { setting } from '../config/define-config.js';

/** What AES-256 takes. */
const keyBytes = 32;

const key = (text: string): Buffer => Buffer.from(text, 'base64');
const isKey = (text: string): boolean => key(text).length === keyBytes && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
const wrong = `must be ${keyBytes} bytes in base64`;

export const sealingSettings = {
  sealingKey: setting('SLUICE_SEALING_KEY', z.string().refine(isKey, wrong).transform(key).optional(), {
    description:
      'Key that seals secret values of documents, such as bank accounts, on their way: 32 random bytes in base64, the same in every app. Left out where no document holds such values. To change it, put the present one first into SLUICE_SEALING_KEYS_OLD.',
    example: 'the output of: openssl rand -base64 32',
    secret: true,
  }),
  sealingKeysOld: setting(
    'SLUICE_SEALING_KEYS_OLD',
    z
      .string()
      .default('')
      .transform((list) => list.split(',').map((text) => text.trim()))
      .transform((texts) => texts.filter((text) => text !== ''))
      .refine((texts) => texts.every(isKey), `each ${wrong}`)
      .transform((texts) => texts.map(key)),
    {
      description:
        'Former sealing keys, comma-separated, the newest first: values that they sealed can still be read. The last one also makes the fingerprints by which values are compared, so leave it there for good.',
      secret: true,
    },
  ),
} as const;
