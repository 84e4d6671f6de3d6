import { expect, it } from 'vitest';
import { createLogger } from './logger.js';

it('no secret reaches the log, wherever its field stands', () => {
  const lines: string[] = [];
  const logger = createLogger('ingress', 'info', { write: (line) => void lines.push(line) });
  logger.info(
    {
      token: 's3cret',
      config: { apiToken: 's3cret', databaseUrl: 's3cret' },
      req: { headers: { authorization: 's3cret' } },
    },
    'x',
  );
  expect(lines.join('')).not.toContain('s3cret');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', app: 'ingress', msg: 'x', token: '[redacted]' });
});
