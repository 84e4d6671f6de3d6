import { createHmac } from 'node:crypto';
import { createLogger } from '@sluice/runtime/logging/logger';
import { createMetrics } from '@sluice/runtime/metrics';
import { describe, expect, it } from 'vitest';
import { inboundMetrics } from '../inbound-metrics.js';
import type { TrustedBody } from '../inbox/keep-event.js';
import { acceptWebhook, isTimely, type WebhookOptions } from './accept-webhook.js';

const now = Date.parse('2026-03-09T17:12:03Z');

it.each([
  ['seconds', String(now / 1000 - 299)],
  ['milliseconds', String(now + 299_000)],
  ['ISO 8601 in UTC', '2026-03-09T17:10:00Z'],
  ['ISO 8601 with an offset', '2026-03-09T10:12:03-07:00'],
])('%s within the tolerance are timely', (_, written) => {
  expect(isTimely(written, now, 300_000)).toBe(true);
});

it.each([
  ['too long ago', String(now / 1000 - 301)],
  ['too far ahead', String(now / 1000 + 301)],
  ['a time without an offset', '2026-03-09T17:12:03'],
  ['a word', 'now'],
  ['nothing', ''],
])('%s is not', (_, written) => {
  expect(isTimely(written, now, 300_000)).toBe(false);
});

const body = Buffer.from('{"document":{"type":"supplier","id":7}}');
const sign = (...parts: (string | Buffer)[]): string => {
  const hmac = createHmac('sha256', 'a secret of the sender');
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};
const seconds = String(Math.floor(Date.now() / 1000));
const old = String(Math.floor(Date.now() / 1000) - 3_600);

/** What was kept of a webhook, or the code of its refusal. */
async function accept(
  signedText: WebhookOptions['signedText'],
  came: { signature: string; timestamp?: string; eventId?: string },
): Promise<Pick<TrustedBody, 'signedTimestamp'> | string> {
  let kept: TrustedBody | undefined;
  const accepting = acceptWebhook({
    keys: ['a secret of the sender'],
    form: { encoding: 'any', prefix: 'sha256=' },
    signedText,
    toleranceMs: 300_000,
    keep: async (trusted) => {
      kept = trusted;
      return { reference: 'r1' };
    },
    logger: createLogger('test', 'silent'),
    metrics: inboundMetrics(createMetrics('test')),
  });
  const none = { timestamp: undefined, eventId: undefined, eventType: undefined, traceparent: undefined };
  try {
    await accepting({ ...none, body, contentType: 'application/json', ...came });
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
  return { ...(kept?.signedTimestamp !== undefined && { signedTimestamp: kept.signedTimestamp }) };
}

describe('what is signed, where no setting says it', () => {
  it('is the timestamp with the body, where a timestamp comes and is signed', async () => {
    const signature = sign(seconds, '.', body);
    expect(await accept('auto', { signature, timestamp: seconds })).toEqual({ signedTimestamp: seconds });
  });

  it('is the body alone where no timestamp comes, or one that is not signed, which is then not believed', async () => {
    const signature = sign(body);
    expect(await accept('auto', { signature })).toEqual({});
    expect(await accept('auto', { signature, timestamp: old })).toEqual({});
  });

  it.each([
    ['is old', { signature: sign(old, '.', body), timestamp: old }],
    ['was taken away', { signature: sign(seconds, '.', body) }],
    ['was changed', { signature: sign(old, '.', body), timestamp: seconds }],
  ])('a webhook whose signed timestamp %s is refused', async (_, came) => {
    expect(await accept('auto', came)).toBe('signature-invalid');
  });
});

describe('what is signed, where a setting says it', () => {
  it.each([
    ['timestamp.body', { signature: sign(body), timestamp: seconds }],
    ['timestamp.body', { signature: sign(body) }],
    ['id.timestamp.body', { signature: sign(seconds, '.', body), timestamp: seconds, eventId: 'msg_1' }],
    ['id.timestamp.body', { signature: sign('msg_2.', seconds, '.', body), timestamp: seconds, eventId: 'msg_1' }],
    ['body', { signature: sign(seconds, '.', body), timestamp: seconds }],
  ] as const)('%s lets no other text in', async (signedText, came) => {
    expect(await accept(signedText, came)).toBe('signature-invalid');
  });

  it('id.timestamp.body, as Standard Webhooks has it', async () => {
    const came = { signature: `v1,${sign('msg_1.', seconds, '.', body)}`, timestamp: seconds, eventId: 'msg_1' };
    expect(await accept('id.timestamp.body', came)).toEqual({ signedTimestamp: seconds });
  });
});
