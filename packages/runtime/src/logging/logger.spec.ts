import { Failure } from '@sluice/shared/failure';
import { Redaction } from '@sluice/shared/redaction';
import { QueryFailedError } from 'typeorm';
import { expect, it } from 'vitest';
import { createLogger } from './logger.js';

function logging(app = 'ingress', secrets: string[] = []) {
  const lines: string[] = [];
  const logger = createLogger(app, 'info', { write: (line) => void lines.push(line) }, new Redaction(secrets));
  return { lines, logger };
}

it('no secret reaches the log, wherever its field stands', () => {
  const { lines, logger } = logging();
  logger.info(
    {
      token: 's3cret',
      config: { apiToken: 's3cret', databaseUrl: 's3cret' },
      req: { headers: { authorization: 's3cret' } },
      deep: { er: { than: { ever: { password: 's3cret' } } } },
    },
    'x',
  );
  expect(lines.join('')).not.toContain('s3cret');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', app: 'ingress', msg: 'x', token: '[redacted]' });
});

it('no secret reaches the log in a text: neither in a message nor in an error', () => {
  const { lines, logger } = logging('ingress', ['known-s3cret']);
  logger.info('sent known-s3cret');
  logger.info({ unit: 'BOX' }, 'sent password=s3cret to %s', 'postgres://sluice:s3cret@db');
  logger.error({ err: new Error('refused: Bearer s3cret-0123456789') }, 'x');
  logger.error(new Error('refused: known-s3cret'));
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain('s3cret');
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    unit: 'BOX',
    msg: 'sent password=[redacted] to postgres://sluice:[redacted]@db',
  });
});

it('what stood in the rows of a statement that failed does not reach the log; what went wrong does', () => {
  const { lines, logger } = logging('po-sync');
  const driverError = Object.assign(new Error('duplicate key value violates unique constraint "supplier_pkey"'), {
    code: '23505',
    detail: 'Key (iban)=(DE00 secret row) already exists.',
    where: 'COPY supplier, line 1: "secret row"',
  });
  const failed = new QueryFailedError('INSERT INTO supplier VALUES ($1)', ['a secret row'], driverError);
  const cause = new Failure('cannot fold', { code: 'unexpected', stage: 'fold', disposition: 'retry', cause: failed });
  for (const err of [failed, cause, new AggregateError([failed], 'several'), Object.assign(cause, { inner: failed })])
    logger.error({ err }, 'x');
  expect(lines.join('')).not.toMatch(/secret row|INSERT INTO/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { type: 'QueryFailedError', code: '23505', message: expect.stringContaining('supplier_pkey') },
  });
});
