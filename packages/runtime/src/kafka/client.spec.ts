import { expect, it } from 'vitest';
import { createLogger } from '../logging/logger.js';
import { createKafka } from './client.js';

it('errors that kafkajs mends by itself are no errors in the log; others are', () => {
  const lines: { level: string }[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as { level: string });
  const told = createKafka(['127.0.0.1:1'], 'test', createLogger('test', 'debug', { write })).logger();
  told.error('Response AddPartitionsToTxn(key: 24, version: 1)', {
    error:
      'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing',
  });
  told.error('Response FindCoordinator', { error: 'The group coordinator is not available' });
  told.error('Response Produce', { error: 'Topic authorization failed' });
  expect(lines.map(({ level }) => level)).toEqual(['debug', 'debug', 'error']);
});
