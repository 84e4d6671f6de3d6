import { newId } from '@sluice/runtime/ids';
import { describe, expect, it } from 'vitest';
import { ConsoleUnderTest } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();

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
});
