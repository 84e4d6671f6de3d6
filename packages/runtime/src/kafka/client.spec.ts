import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createLogger } from '../logging/logger.js';
import { createKafka } from './client.js';

it('errors that kafkajs mends by itself are no errors in the log; others are', () => {
  const lines: { level: string }[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as { level: string });
  const logger = createKafka(['127.0.0.1:1'], 'test', createLogger('test', 'debug', { write })).logger();
  logger.error('Response AddPartitionsToTxn(key: 24, version: 1)', {
    error:
      'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing',
  });
  logger.error('Response FindCoordinator', { error: 'The group coordinator is not available' });
  logger.error('Response Produce', { error: 'Topic authorization failed' });
  expect(lines.map(({ level }) => level)).toEqual(['debug', 'debug', 'error']);
});

it('kafkajs’s one warning of a negative timeout is suppressed; other warnings come through', async () => {
  createKafka(['127.0.0.1:1'], 'test', createLogger('test', 'silent'));
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.name);
  process.on('warning', note);
  clearTimeout(setTimeout(() => undefined, -1));
  process.emitWarning('logger', 'OtherWarning');
  await once(process, 'warning');
  process.off('warning', note);
  expect(warnings).toEqual(['OtherWarning']);
});
