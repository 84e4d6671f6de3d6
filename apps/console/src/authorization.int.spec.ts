import { createHash } from 'node:crypto';
import { newId } from '@sluice/runtime/ids';
import { testEnvironment } from '@sluice/testing/test-environment';
import { describe, expect, it } from 'vitest';
import { ConsoleUnderTest, personalTokens } from '../tests/console-under-test.js';
import { config } from './config.js';
import { start } from './start.js';

const sut = new ConsoleUnderTest();

const bearing = (path: string) =>
  fetch(`${sut.url}${path}`, { headers: { authorization: `Bearer ${personalTokens.ada}` } });

describe('the API', () => {
  it.each([
    '/api/records',
    '/api/records/purchase-order/1',
    '/api/mappings',
    '/api/mappings/missing',
    '/api/audit',
    '/api/audit/verify',
  ])('%s answers 401 without the token', async (path) => {
    for (const authorization of ['', 'Bearer wrong', `Basic ${sut.token}`, `bearer ${newId()}`]) {
      const answer = await fetch(`${sut.url}${path}`, { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: 'not-authorized' } });
    }
  });

  it('answers health checks without it', async () => {
    expect((await fetch(`${sut.url}/health/ready`)).status).toBe(200);
  });

  it('takes a token of a person’s own for each route, and nothing else of the app does', async () => {
    expect((await bearing('/api/records')).status).toBe(200);
    expect((await bearing('/api/mappings')).status).toBe(200);
    expect((await bearing('/internal/oldest')).status).toBe(401);
    // Ready, but not in detail.
    expect(await (await bearing('/health/ready')).json()).toMatchObject({ checks: [] });
  });

  it('knows a person by the token, whatever name is stated', async () => {
    const { status, body } = await sut.call(
      'PUT',
      '/api/mappings',
      { rows: [{ table: 'unit', key: 'EA', value: { unit: 'EA', decimals: '0' } }] },
      { authorization: `Bearer ${personalTokens.ada}`, 'x-sluice-user': 'grace' },
    );
    expect([status, body.created]).toEqual([200, 1]);
    const { body: kept } = await sut.get('/api/mappings');
    expect(kept.rows).toMatchObject([{ updatedBy: 'ada' }]);
  });

  it('does not start where the token that all share is said to be one person’s', async () => {
    const settings = config.parse(
      testEnvironment({
        prefix: sut.prefix,
        databaseUrl: sut.databaseUrl,
        SLUICE_PERSONAL_TOKENS: `ada=${createHash('sha256').update(sut.token).digest('hex')}`,
      }),
    );
    expect(() => start(settings)).toThrow(expect.objectContaining({ code: 'configuration-invalid' }));
  });
});
