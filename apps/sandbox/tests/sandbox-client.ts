import { Agent, request, type Dispatcher } from 'undici';
import type { SandboxSettings } from '../src/config.js';
import { start, type RunningSandbox } from '../src/start.js';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: any;
}

interface Asked {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const form = (fields: Readonly<Record<string, string>>): Asked => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

const allScopes =
  'core.common.read core.purchase_order.read core.purchase_order.write core.supplier.read core.supplier.write core.integration.read core.integration.write';

/** A running sandbox and the calls that its two kinds of user make: the admin, and a client of Coupa and ION. */
export class SandboxClient {
  /** Trusts the certificate that the sandbox has signed itself. */
  private readonly dispatcher: Agent;

  private constructor(private readonly running: RunningSandbox) {
    const { certificate } = running;
    this.dispatcher = new Agent(certificate === undefined ? {} : { connect: { ca: certificate } });
  }

  static async start(settings: Partial<SandboxSettings> = {}): Promise<SandboxClient> {
    const defaults = {
      adminToken: 'admin-token',
      coupaClientId: 'client',
      coupaClientSecret: 'client secret',
      webhookSecret: 'webhook secret',
      timeScale: 0.05,
    };
    return new SandboxClient(await start({ ...defaults, ...settings }));
  }

  get url(): string {
    return this.running.url;
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.dispatcher.destroy();
  }

  async ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Reply> {
    const url = path.startsWith('http') ? path : this.url + path;
    const { dispatcher } = this;
    const answer = await request(url, { dispatcher, method, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }

  async admin(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<any> {
    const reply = await this.tryAdmin(method, path, body);
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
    return reply.json;
  }

  tryAdmin(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<Reply> {
    const headers = { authorization: 'Bearer admin-token', 'content-type': 'application/json' };
    return this.ask(`/admin${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  askCoupaToken(fields: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.ask(
      '/coupa/oauth2/token',
      form({
        grant_type: 'client_credentials',
        client_id: 'client',
        client_secret: 'client secret',
        scope: allScopes,
        ...fields,
      }),
    );
  }

  async coupaToken(scope = allScopes): Promise<string> {
    return (await this.askCoupaToken({ scope })).json.access_token;
  }

  async coupa(path: string, token?: string): Promise<Reply> {
    const bearer = token ?? (await this.coupaToken());
    return this.ask(`/coupa/api${path}`, {
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
    });
  }

  /** A write to Coupa's API. */
  async coupaWrite(method: 'POST' | 'PUT' | 'PATCH', path: string, body?: object, token?: string): Promise<Reply> {
    const bearer = token ?? (await this.coupaToken());
    const headers = {
      authorization: `Bearer ${bearer}`,
      accept: 'application/json',
      'content-type': 'application/json',
    };
    return this.ask(`/coupa/api${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async askIonToken(fields: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const { pu, ot, ci, cs, saak, sask } = await this.admin('GET', '/ionapi');
    const account = { grant_type: 'password', username: saak, password: sask };
    return this.ask(pu + ot, form({ ...account, client_id: ci, client_secret: cs, ...fields }));
  }

  /** A request for a token with the client in an Authorization header, its two parts written as `spell` does. */
  async askIonTokenByBasic(spell: (part: string) => string): Promise<Reply> {
    const { pu, ot, ci, cs, saak, sask } = await this.admin('GET', '/ionapi');
    const { headers = {}, ...rest } = form({ grant_type: 'password', username: saak, password: sask });
    const basic = Buffer.from(`${spell(ci)}:${spell(cs)}`).toString('base64');
    return this.ask(pu + ot, { ...rest, headers: { ...headers, authorization: `Basic ${basic}` } });
  }

  async ionToken(): Promise<string> {
    return (await this.askIonToken()).json.access_token;
  }

  /** A bulk request whose properties come in the order given, with `transactions` last. */
  async bulk(program: string, transactions: readonly object[], options: object = {}, token?: string): Promise<Reply> {
    return this.bulkText(JSON.stringify({ program, cono: 100, rightTrim: true, ...options, transactions }), token);
  }

  async bulkText(body: string, token?: string): Promise<Reply> {
    const bearer = token ?? (await this.ionToken());
    return this.ask('/ion/SANDBOX_TST/M3/m3api-rest/v2/execute', {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json; charset=UTF-8' },
      body,
    });
  }

  /** The path after `execute/`, options and inputs included. */
  async single(path: string, token?: string): Promise<Reply> {
    const bearer = token ?? (await this.ionToken());
    return this.ask(`/ion/SANDBOX_TST/M3/m3api-rest/v2/execute/${path}`, {
      headers: { authorization: `Bearer ${bearer}` },
    });
  }

  /** A single call as clients of the REST layer's first version make it. */
  async singleV1(path: string, token?: string): Promise<Reply> {
    const bearer = token ?? (await this.ionToken());
    return this.ask(`/SANDBOX_TST/M3/m3api-rest/execute/${path}`, { headers: { authorization: `Bearer ${bearer}` } });
  }

  /** Runs one transaction in bulk and answers its result. */
  async run(program: string, transaction: string, record: Readonly<Record<string, string>>): Promise<any> {
    const reply = await this.bulk(program, [{ transaction, record }]);
    return reply.json.results[0];
  }
}
