import { Agent, request } from 'undici';
import { CallLog } from '../../call-log.js';
import type { Clock } from '../../clock.js';
import type { JsonObject } from '../../json.js';
import type { NoticeTraffic } from './notice-traffic.js';
import { toXml } from '../to-xml.js';

const TIMEOUT_MS = 10_000;

/** The endpoint of a call-out, as an administrator enters it in Coupa. */
export interface CallOutEndpoint {
  readonly url?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly scope?: string | undefined;
}

/** Process Automator sends either. */
export type CallOutFormat = 'json' | 'xml';

/** One call-out. Coupa itself shows only those that failed, with status and message; here all are kept. */
export interface CallOut {
  readonly id: number;
  readonly at: string;
  readonly document: { readonly type: string; readonly id: number };
  /** Of the token URL and of the endpoint; null where there was no answer or no call. */
  tokenStatus: number | null;
  status: number | null;
  message: string;
}

/** Coupa: URL-safe base64, which an ordinary reader of Basic may not take. */
const basicOf = (id: string, secret: string): string => Buffer.from(`${id}:${secret}`).toString('base64url');

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly token_type?: unknown;
  readonly expires_in?: unknown;
}

/**
 * Process Automator's API call-out: gets a token from the receiver by client credentials, then posts the document as it
 * stands, without envelope, id or signature. Nothing is repeated: what fails is only shown.
 */
export class CallOutSender {
  readonly log = new CallLog<CallOut>();
  private readonly agent = new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  private token: { readonly value: string; readonly expiresAtMs: number } | undefined;
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly traffic: NoticeTraffic,
    private endpoint: CallOutEndpoint,
  ) {}

  setEndpoint(endpoint: CallOutEndpoint): void {
    this.endpoint = { ...this.endpoint, ...endpoint };
    this.token = undefined;
  }

  /** Sends in the background and answers the id under which it is logged. */
  notify(order: JsonObject & { readonly id: number }, format: CallOutFormat): number {
    this.count += 1;
    const callOut: CallOut = {
      id: this.count,
      at: this.clock.now().toISOString(),
      document: { type: 'purchase_order', id: order.id },
      tokenStatus: null,
      status: null,
      message: '',
    };
    this.log.add(callOut);
    const body = format === 'xml' ? toXml('order-header', order) : JSON.stringify(order);
    void this.traffic.send(body, () => this.call(callOut, body, `application/${format}`));
    return callOut.id;
  }

  async stop(): Promise<void> {
    await this.agent.destroy();
  }

  private async call(callOut: CallOut, body: string, contentType: string): Promise<void> {
    const { url } = this.endpoint;
    if (url === undefined) {
      callOut.message = 'No endpoint was named.';
      return;
    }
    try {
      const token = await this.findToken(callOut);
      if (token === undefined) return;
      const answer = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': contentType,
          accept: 'application/json',
        },
        body,
      });
      callOut.status = answer.statusCode;
      callOut.message = (await answer.body.text()).slice(0, 500);
      if (answer.statusCode === 401) this.token = undefined;
    } catch (error) {
      callOut.message = error instanceof Error ? error.message : String(error);
    }
  }

  private async findToken(callOut: CallOut): Promise<string | undefined> {
    const nowMs = this.clock.now().getTime();
    if (this.token && this.token.expiresAtMs > nowMs) return this.token.value;
    const { tokenUrl = '', clientId = '', clientSecret = '', scope } = this.endpoint;
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
    const answer = await request(tokenUrl, {
      method: 'POST',
      dispatcher: this.agent,
      headers: {
        authorization: `Basic ${basicOf(clientId, clientSecret)}`,
        accept: 'application/json',
        'cache-control': 'no-cache',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: form.toString(),
    });
    callOut.tokenStatus = answer.statusCode;
    const text = await answer.body.text();
    const found = answer.statusCode === 200 ? (JSON.parse(text) as TokenAnswer) : {};
    const { access_token: value, token_type: type, expires_in: seconds } = found;
    // Coupa expects exactly this answer, the type in small letters.
    if (typeof value !== 'string' || type !== 'bearer' || typeof seconds !== 'number') {
      callOut.message = `The token URL answered ${answer.statusCode} without access_token, token_type "bearer" and expires_in.`;
      return undefined;
    }
    this.token = { value, expiresAtMs: nowMs + seconds * 1000 };
    return value;
  }
}
