import type { Clock } from '../clock.js';
import type { Encounter, FaultBoard } from '../faults/fault-board.js';
import { deliver, serve } from '../faults/serve.js';
import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { GatewayQuota, retryAfterHeaders } from './gateway-quota.js';
import { answerExecute } from './execute/answer-execute.js';
import { execute, encounterOf, type ExecuteAnswer } from './execute/execute.js';
import { MalformedRequest, type ExecuteRequest, type RestVersion } from './execute/execute-request.js';
import { parseBulk } from './execute/parse-bulk.js';
import { parseSingle } from './execute/parse-single.js';
import type { IonAccount } from './ion-account.js';
import { IonTokens } from './ion-tokens.js';
import { M3Calls } from './m3-calls.js';
import type { M3World } from './m3-world.js';

interface Parts {
  readonly account: IonAccount;
  readonly m3: M3World;
  readonly faults: FaultBoard;
  readonly clock: Clock;
}

const gatewayError = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, { message }, headers);

/** Where a call goes: to all programs at once, or to one transaction. */
interface Address {
  readonly version: RestVersion;
  readonly single: { readonly program: string; readonly segment: string } | undefined;
}

function parse(exchange: Exchange, { version, single }: Address): ExecuteRequest | MalformedRequest {
  try {
    return single
      ? parseSingle(single.program, single.segment, exchange.query, version)
      : parseBulk(exchange.body, version);
  } catch (error) {
    if (error instanceof MalformedRequest) return error;
    throw error;
  }
}

/** The ION API Gateway of one tenant, its authorization server, and M3's REST layer behind it. */
export class IonGateway {
  readonly calls = new M3Calls();
  private readonly tokens: IonTokens;
  readonly quota: GatewayQuota;
  private readonly executePath: RegExp;
  private readonly tokenPath: RegExp;

  constructor(private readonly parts: Parts) {
    const { account, clock, m3 } = parts;
    this.tokens = new IonTokens(clock, account, () => m3.settings);
    this.quota = new GatewayQuota(parts.clock);
    this.executePath = new RegExp(`^(?:/ion)?/${account.tenant}/M3/m3api-rest(/v2)?/execute(?:/([^/]+)/([^/]+))?$`);
    this.tokenPath = new RegExp(`^(?:/ion/sso)?/${account.tenant}/as/`);
  }

  async token(exchange: Exchange): Promise<void> {
    if (!this.isTenant(exchange)) return exchange.send(gatewayError(404, 'There is no such tenant'));
    const served = await serve(this.system(), this.tokenEncounter(exchange), undefined, () =>
      this.tokens.answerToken(exchange),
    );
    this.calls.tokens.add({
      at: this.parts.clock.now().toISOString(),
      grant: new URLSearchParams(exchange.body).get('grant_type') ?? '',
      httpStatus: served.answer?.status ?? null,
    });
    deliver(exchange, served);
  }

  async revoke(exchange: Exchange): Promise<void> {
    if (!this.isTenant(exchange)) return exchange.send(gatewayError(404, 'There is no such tenant'));
    const served = await serve(this.system(), this.tokenEncounter(exchange), undefined, () =>
      this.tokens.answerRevocation(exchange),
    );
    deliver(exchange, served);
  }

  /** Every other call to the gateway. */
  async api(exchange: Exchange): Promise<void> {
    const address = this.findAddress(exchange);
    if (!address) return exchange.send(gatewayError(404, `The gateway knows no ${exchange.path}`));
    const allowed = address.single ? 'GET' : 'POST';
    if (exchange.method !== allowed) {
      return exchange.send(gatewayError(405, `Only ${allowed} is allowed`, { allow: allowed }));
    }
    const request = parse(exchange, address);
    const call = { method: exchange.method, path: exchange.path, text: `${exchange.query}\n${exchange.body}` };
    const isReadable = !(request instanceof MalformedRequest);
    const met: Encounter = isReadable
      ? encounterOf(call, request, this.parts.m3)
      : { ...call, system: 'm3', isApi: true };
    const entrance = this.quota.enter(this.parts.m3.settings);
    if ('refusedForMs' in entrance) {
      const answer = this.refuseByPolicy(entrance.refusedForMs);
      this.log(isReadable ? request : undefined, undefined, { answer });
      return exchange.send(answer);
    }
    let done: ExecuteAnswer | undefined;
    const served = await serve(this.system(), met, exchange.bearer, () => {
      if (!this.tokens.isGood(exchange.bearer)) {
        return gatewayError(401, 'The access token is missing, invalid or expired', { 'www-authenticate': 'Bearer' });
      }
      if (allowed === 'POST' && !/^application\/json\b/i.test(exchange.headers['content-type'] ?? '')) {
        return gatewayError(415, 'The content type must be application/json');
      }
      if (!isReadable) return gatewayError(400, request.message);
      done = execute(request, met, this.parts.m3, this.parts.faults);
      return answerExecute(request, done, this.parts.m3);
    }).finally(entrance.leave);
    this.log(isReadable ? request : undefined, done, served);
    deliver(exchange, served);
  }

  reset(): void {
    this.calls.clear();
    this.quota.reset();
  }

  private refuseByPolicy(waitMs: number): Answer {
    const { clock, m3 } = this.parts;
    const headers = retryAfterHeaders(m3.settings.quotaRetryAfter, clock.now(), waitMs);
    return gatewayError(429, 'The quota policy was exceeded', headers);
  }

  private log(
    request: ExecuteRequest | undefined,
    done: ExecuteAnswer | undefined,
    { answer, dropped }: Awaited<ReturnType<typeof serve>>,
  ): void {
    const resultAt = (index: number): 'ok' | 'nok' | 'notProcessed' => {
      const result = done?.results[index];
      if (!result || result.notProcessed) return 'notProcessed';
      return result.errorType === undefined ? 'ok' : 'nok';
    };
    this.calls.executes.add({
      at: this.parts.clock.now().toISOString(),
      transport: request?.transport ?? 'bulk',
      program: request?.program ?? '',
      transactions: (request?.transactions ?? []).map(({ transaction, record }, index) => ({
        transaction,
        record,
        result: resultAt(index),
      })),
      httpStatus: answer?.status ?? null,
      ...(dropped ? { dropped } : {}),
    });
  }

  private isTenant(exchange: Exchange): boolean {
    return this.tokenPath.test(exchange.path);
  }

  private findAddress(exchange: Exchange): Address | undefined {
    const match = this.executePath.exec(exchange.path);
    if (!match) return undefined;
    const [, version, program, segment] = match;
    return {
      version: version === undefined ? 'v1' : 'v2',
      single: program === undefined || segment === undefined ? undefined : { program, segment },
    };
  }

  private system() {
    const { faults, clock } = this.parts;
    return { faults, clock, revoke: (token: string | undefined) => this.tokens.revoke(token) };
  }

  private tokenEncounter(exchange: Exchange): Encounter {
    const { method, path, body } = exchange;
    return { system: 'm3', method, path, text: body, isApi: false };
  }
}
