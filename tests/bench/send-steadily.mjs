import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

/**
 * Sends signed webhooks at a rate, whether or not earlier ones are answered (open loop). An event's time runs from the
 * moment at which it was due: a sender that is held up makes the numbers worse, never better.
 * @returns milliseconds of each answer in `waits`, and how often which status came; `error` stands for no answer
 */
export async function sendSteadily({ ingressUrl, webhookSecret, signal }, { rate, seconds }) {
  const pool = new Pool(ingressUrl, { connections: 64, headersTimeout: 30_000 });
  const waits = [];
  const statuses = {};
  const total = Math.round(rate * seconds);
  const open = [];
  const startedAt = performance.now();

  const send = async (dueAt) => {
    const { body, headers } = signedWebhook(webhookSecret);
    let status = 'error';
    try {
      const answer = await pool.request({ method: 'POST', path: '/webhooks/coupa', headers, body });
      await answer.body.dump();
      status = String(answer.statusCode);
    } catch {
      // Counted as "error": the sender of a webhook sees no more than that either.
    }
    waits.push(performance.now() - dueAt);
    statuses[status] = (statuses[status] ?? 0) + 1;
  };

  try {
    while (open.length < total) {
      signal.throwIfAborted();
      const due = Math.min(total, Math.ceil(((performance.now() - startedAt) * rate) / 1000));
      while (open.length < due) open.push(send(startedAt + (open.length * 1000) / rate));
      await pause(2);
    }
    await Promise.all(open);
    return { sent: total, statuses, waits, elapsedMs: performance.now() - startedAt };
  } finally {
    await pool.close();
  }
}

function signedWebhook(secret) {
  const eventId = randomUUID();
  const body = JSON.stringify({
    event_id: eventId,
    event_type: 'purchase_order.issued',
    occurred_at: new Date().toISOString(),
    document: { type: 'purchase_order', id: 1 + Math.floor(Math.random() * 1_000_000) },
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    body,
    headers: { 'content-type': 'application/json', 'x-coupa-signature': signature, 'x-coupa-event-id': eventId },
  };
}
