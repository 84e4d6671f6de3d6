import { eventually } from '@sluice/testing/eventually';
import type { CollectedSpan } from '@sluice/testing/trace-collector';
import { request } from 'undici';
import { inject } from 'vitest';
import type { Addresses } from './addresses.js';

type Json = Record<string, unknown>;

export interface RecordOfConsole {
  readonly status: string;
  readonly reason?: { readonly code: string; readonly message: string };
  readonly waitingFor?: readonly string[];
  readonly m3?: { readonly company: string; readonly number: string };
  readonly timeline: readonly { readonly app: string; readonly action: string; readonly summary: string }[];
}

export interface OrderInM3 {
  readonly puno: string;
  readonly divi: string;
  readonly head: Readonly<Record<string, string>>;
  readonly lines: readonly (Readonly<Record<string, string>> & {
    readonly accounting: Readonly<Record<string, string>>;
  })[];
}

/** The steps that stories are made of. Each story makes documents of its own, so that stories do not affect one another. */
export class Story {
  readonly #at: Addresses;

  constructor(at: Addresses = inject('addresses')) {
    this.#at = at;
  }

  /** A supplier that both systems know: in Coupa with M3's number. */
  async givenSupplier(over: Json = {}): Promise<{ id: string; number: string }> {
    const number = `S${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`;
    await this.#sandbox('PUT', '/admin/m3/master', {
      suppliers: [{ cono: 100, SUNO: number, SUNM: 'Acme Bearings', STAT: '20', CUCD: 'EUR' }],
    });
    const supplier = await this.#sandbox('POST', '/admin/coupa/suppliers', {
      name: `Acme Bearings ${number}`,
      number,
      status: 'active',
      ...over,
    });
    return { id: String(supplier['id']), number };
  }

  /** A change of a supplier in Coupa, announced by a webhook. */
  async whenSupplierGets(supplier: { id: string }, change: Json): Promise<void> {
    await this.#sandbox('PUT', `/admin/coupa/suppliers/${supplier.id}`, change);
    await this.#sandbox('POST', `/admin/coupa/suppliers/${supplier.id}/notify`);
  }

  /** An order as a buyer has written it: 10 bearings at 4.125 and 3 at 100, not yet approved. */
  async givenOrder(
    supplier: { id: string },
    line: Json = {},
    over: Json = {},
  ): Promise<{ id: string; number: string }> {
    const order = await this.#sandbox('POST', '/admin/coupa/purchase-orders', {
      supplier: { id: Number(supplier.id) },
      currency: { code: 'EUR' },
      'payment-term': { code: 'Net 30' },
      'ship-to-address': { 'location-code': 'GHENT' },
      'order-lines': [
        orderLine({ 'line-num': '1', quantity: '10', price: '4.125', ...line }),
        orderLine({ 'line-num': '2', quantity: '3', price: '100', description: 'Bearing, large' }),
      ],
      ...over,
    });
    return { id: String(order['id']), number: String(order['po-number']) };
  }

  /** The approval: Coupa sets the order to issued and sends its webhook. */
  async whenApproved(order: { id: string }, notify = true): Promise<{ eventId: string }> {
    return (await this.#sandbox('POST', `/admin/coupa/purchase-orders/${order.id}/approve`, { notify })) as {
      eventId: string;
    };
  }

  /** A call-out of Coupa's Process Automator: Coupa fetches a token of ours and sends the order as it stands. */
  async whenCallOutIsSent(order: { id: string }): Promise<void> {
    const sent = await this.#sandbox('POST', '/admin/coupa/call-outs', { id: Number(order.id) });
    await eventually(async () => {
      const { callOuts } = (await this.#sandbox('GET', '/admin/coupa/call-outs')) as {
        callOuts: { id: number; status: number | null; message: string }[];
      };
      const callOut = callOuts.find(({ id }) => id === sent['callOutId']);
      if (callOut?.status === 202) return true;
      throw new Error(`the call-out was answered ${callOut?.status}: ${callOut?.message}`);
    });
  }

  async whenWebhookIsSent(webhook: {
    type: string;
    id: string;
    eventId?: string;
    secret?: string;
    times?: number;
  }): Promise<readonly number[]> {
    const answer = await this.#sandbox('POST', '/admin/coupa/webhooks', { ...webhook, id: Number(webhook.id) });
    return answer['statuses'] as number[];
  }

  async givenFault(fault: Json): Promise<{ id: string }> {
    return (await this.#sandbox('POST', '/admin/faults', fault)) as { id: string };
  }

  async whenFaultEnds({ id }: { id: string }): Promise<void> {
    await this.#sandbox('DELETE', `/admin/faults/${id}`);
  }

  /** M3's API gateway counts the requests of any minute, however it is scaled, and answers 429 to those beyond. */
  async givenM3Permits(requests: number | 'anything'): Promise<void> {
    const policy = requests === 'anything' ? { quotaKind: 'none' } : { quotaKind: 'rolling', quotaAllow: requests };
    await this.#sandbox('PUT', '/admin/m3/settings', policy);
  }

  /** What M3's gateway let in so far, and what it answered with 429. */
  /**
   * M3 becomes one of an older release, which lacks the newer transactions, or is of today's again; and Sluice has asked it
   * what there is.
   */
  async givenM3IsOfAnOlderRelease(olderRelease: boolean): Promise<void> {
    await this.#sandbox('PUT', '/admin/m3/settings', { olderRelease });
    const askedBefore = await this.timesCalled('LstFields', 'GetBatchHead');
    await this.#console('POST', '/api/records/m3-metadata/100/retry');
    await eventually(async () => {
      if ((await this.timesCalled('LstFields', 'GetBatchHead')) === askedBefore)
        throw new Error('M3 was not asked yet');
      return true;
    });
  }

  /** M3 ends every list after so many records; 0: it does not. */
  async givenM3ListsAtMost(records: number): Promise<void> {
    await this.#sandbox('PUT', '/admin/m3/settings', { listLimit: records });
  }

  async requestsToM3(): Promise<{ letIn: number; refused: number }> {
    return (await this.#sandbox('GET', '/admin/m3/quota')) as { letIn: number; refused: number };
  }

  async faultHits(id: string): Promise<number> {
    const { faults } = (await this.#sandbox('GET', '/admin/faults')) as { faults: { id: string; hits: number }[] };
    return faults.find((fault) => fault.id === id)?.hits ?? 0;
  }

  async whenMapped(rows: readonly Json[]): Promise<void> {
    await this.#console('PUT', '/api/mappings', { rows });
  }

  async ordersInM3(order: { number: string }): Promise<readonly OrderInM3[]> {
    const { orders } = (await this.#sandbox(
      'GET',
      `/admin/m3/orders?cono=100&yre1=${encodeURIComponent(order.number)}`,
    )) as { orders: OrderInM3[] };
    return orders;
  }

  /** How often M3 executed a transaction in requests that name this text. */
  async timesCalled(transaction: string, text: string): Promise<number> {
    const { calls } = (await this.#sandbox('GET', '/admin/m3/calls')) as {
      calls: { transactions: { transaction: string; record: Json }[] }[];
    };
    return calls
      .flatMap((call) => call.transactions)
      .filter((one) => one.transaction === transaction && JSON.stringify(one.record).includes(text)).length;
  }

  /** What a buyer sees in Coupa: the order, and its integration history, newest first. */
  async orderInCoupa(order: { id: string }): Promise<{ order: Json; history: readonly Json[] }> {
    const path = `document-type=OrderHeader&document-id=${order.id}`;
    const [shown, { records }] = await Promise.all([
      this.#sandbox('GET', `/admin/coupa/purchase-orders/${order.id}`),
      this.#sandbox('GET', `/admin/coupa/history-records?${path}`),
    ]);
    return { order: shown, history: records as Json[] };
  }

  /** Waits until Coupa's history of the order has so many rows. */
  thenCoupaHasHistory(order: { id: string }, rows: number): Promise<{ order: Json; history: readonly Json[] }> {
    return eventually(async () => {
      const shown = await this.orderInCoupa(order);
      if (shown.history.length === rows) return shown;
      throw new Error(`Coupa's history of order ${order.id} has ${shown.history.length} rows, not ${rows}`);
    });
  }

  async record(order: { id: string }, type = 'purchase-order'): Promise<RecordOfConsole | undefined> {
    const answer = await send(
      `${this.#at.console.url}/api/records/${type}/${order.id}`,
      'GET',
      this.#at.console.apiToken,
    );
    return answer.status === 404 ? undefined : (okBody(answer) as unknown as RecordOfConsole);
  }

  /** The ids of the documents that the console lists under a status. */
  async idsOf(status: string): Promise<readonly string[]> {
    const { records } = (await this.#console('GET', `/api/records?status=${encodeURIComponent(status)}`)) as {
      records: { id: string }[];
    };
    return records.map(({ id }) => id);
  }

  /** Waits until the console shows the order in this status, and answers the record. */
  thenRecordIs(order: { id: string }, status: string, withinMs = 60_000): Promise<RecordOfConsole> {
    return eventually(
      async () => {
        const record = await this.record(order);
        if (record?.status !== status)
          throw new Error(
            `order ${order.id} is ${record === undefined ? 'unknown' : `"${record.status}" ${record.reason?.message ?? ''}`}, not "${status}"`,
          );
        return record;
      },
      { withinMs },
    );
  }

  /** Waits until the order waits for exactly these keys. */
  async thenWaitsFor(order: { id: string }, keys: readonly string[]): Promise<void> {
    await eventually(
      async () => {
        const { status, waitingFor = [] } = (await this.record(order)) ?? { status: 'unknown' };
        if (status === 'Waiting' && waitingFor.join() === keys.join()) return true;
        throw new Error(`order ${order.id} is "${status}" and waits for ${waitingFor.join(', ') || 'nothing'}`);
      },
      { withinMs: 60_000 },
    );
  }

  /** The spans of the trace that a webhook began and that led to this order; none before its first receipt. */
  async traceOf(order: { id: string }): Promise<readonly CollectedSpan[]> {
    const answer = await request(`${this.#at.traces.url}/spans`);
    const spans = (await answer.body.json()) as readonly CollectedSpan[];
    const document = `purchase-order/${order.id}`;
    const ofOrder = new Set(
      spans.filter(({ attributes }) => attributes['sluice.document'] === document).map(({ traceId }) => traceId),
    );
    const webhook = spans.find(({ name, traceId }) => name === 'POST /webhooks/coupa' && ofOrder.has(traceId));
    return spans.filter(({ traceId }) => traceId === webhook?.traceId);
  }

  async #sandbox(method: Method, path: string, body?: unknown): Promise<Json> {
    return okBody(await send(this.#at.sandbox.url + path, method, this.#at.sandbox.adminToken, body));
  }

  async #console(method: Method, path: string, body?: unknown): Promise<Json> {
    return okBody(await send(this.#at.console.url + path, method, this.#at.console.apiToken, body));
  }
}

/** A line of an order as a buyer writes it. */
export const orderLine = (over: Json): Json => ({
  type: 'OrderQuantityLine',
  description: 'Bearing 6204',
  uom: { code: 'EA' },
  item: { 'item-number': 'BRG6204' },
  'source-part-num': '6204-ZZ',
  'need-by-date': '2099-03-20T00:00:00+00:00',
  account: {
    code: '100-4410-CC12',
    'segment-1': '100',
    'segment-2': '4410',
    'segment-3': 'CC12',
    'account-type': { name: 'Sluice EU' },
  },
  ...over,
});

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly what: string;
}

async function send(url: string, method: Method, token: string, body?: unknown): Promise<Answer> {
  const answer = await request(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, body: (text === '' ? {} : JSON.parse(text)) as Json, what: `${method} ${url}` };
}

function okBody(answer: Answer): Json {
  if (answer.status >= 300) throw new Error(`${answer.what} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
