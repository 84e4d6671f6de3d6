import { Redaction } from '@sluice/shared/redaction';
import { describe, expect, it } from 'vitest';
import { describeAnswer, describeRequest } from './describe-exchange.js';

const redaction = new Redaction(['known-secret']);

describe('what goes on record', () => {
  it('holds no credential, in an answer as in a request', () => {
    const body = JSON.stringify({ id: 77, 'cxml-secret': 'hush', contacts: [{ 'cxml-http-password': 'hush' }] });
    const recorded = describeAnswer(redaction, { status: 200, headers: {}, body });
    expect(JSON.stringify(recorded)).not.toContain('hush');
    expect(recorded).toMatchObject({ status: 200, body: expect.stringContaining('"id":77') });
    const request = describeRequest(redaction, {
      method: 'POST',
      url: 'https://a.example',
      headers: { authorization: 'hush' },
      body,
    });
    expect(JSON.stringify(request)).not.toContain('hush');
  });

  it('holds no bank details of M3, and nothing that is known to be secret in this installation', () => {
    const records = [{ BKNO: 12345678, SUNO: 'Y1', TX60: 'see known-secret' }];
    const { body } = describeAnswer(redaction, {
      status: 200,
      headers: {},
      body: JSON.stringify({ results: [{ records }] }),
    });
    expect(body).not.toMatch(/12345678|known-secret/);
    expect(body).toContain('Y1');
  });

  it('is cut to a readable size and can be stored whatever comes', () => {
    const body = `\u0000\ud800${'x'.repeat(100_000)}`;
    const described = describeAnswer(redaction, { status: 200, headers: {}, body });
    const text = described['body'] as string;
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(text).not.toContain('\u0000');
    expect(text.isWellFormed()).toBe(true);
    expect(described['bytes']).toBe(Buffer.byteLength(body));
  });

  it('keeps every digit', () => {
    const { body } = describeAnswer(redaction, {
      status: 200,
      headers: {},
      body: '{"price":0.1000000000000000000055}',
    });
    expect(body).toContain('0.1000000000000000000055');
  });
});
