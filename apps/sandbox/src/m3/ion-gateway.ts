import type { Clock } from '../clock.js';
import type { Encounter, FaultBoard } from '../faults/fault-board.js';
import { deliver, serve } from '../faults/serve.js';
import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { TokenStore } from '../token-store.js';
import { GatewayQuota, retryAfterHeaders } from './gateway-quota.js';
import { answerExecute } from './execute/answer-execute.js';
import { execute, encounterOf, type ExecuteAnswer } from './execute/execute.js';
import { MalformedRequest, type ExecuteRequest } from './execute/execute-request.js';
import { parseBulk } from './execute/parse-bulk.js';
import { parseSingle } from './execute/parse-single.js';
import type { IonAccount } from './ion-account.js';
import { issueIonToken, revokeIonToken, type IonTokenSettings } from './ion-tokens.js';
import { M3Calls } from './m3-calls.js';
import type { M3World } from './m3-world.js';

interface Parts {
  readonly account: IonAccount;
  readonly m3: M3World;
  readonly faults: FaultBoard;
  readonly clock: Clock;
  readonly settings: IonTokenSettings;
}

const gatewayError = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, { message }, headers);

function parse(exchange: Exchange, single: RegExpExecArray | null): ExecuteRequest | MalformedRequest {
  try {
    return single ? parseSingle(single[1] ?? '', single[2] ?? '', exchange.query) : parseBulk(exchange.body);
  } catch (error) {
    if (error instanceof MalformedRequest) return error;
    throw error;
  }
}

/** The ION API Gateway of one tenant, its authorization server, and M3's REST layer (v2) behind it. */
export class IonGateway {
  readonly calls = new M3Calls();
  private readonly tokens: TokenStore;
  readonly quota: GatewayQuota;
  private readonly executePath: RegExp;

  constructor(private readonly parts: Parts) {
    this.tokens = new TokenStore(parts.clock);
    this.quota = new GatewayQuota(parts.clock);
    this.executePath = new RegExp(`^/ion/${parts.account.tenant}/M3/m3api-rest/v2/execute(?:/([^/]+)/([^/]+))?$`);
  }

  async token(exchange: Exchange): Promise<void> {
    const { account, settings } = this.parts;
    if (!this.isTenant(exchange)) return exchange.send(gatewayError(404, 'There is no such tenant'));
    const served = await serve(this.system(), this.tokenEncounter(exchange), undefined, () =>
      issueIonToken(exchange, account, this.tokens, settings),
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
      revokeIonToken(exchange, this.parts.account, this.tokens),
    );
    deliver(exchange, served);
  }

  /** Every other call to the gateway. */
  async api(exchange: Exchange): Promise<void> {
    const match = this.executePath.exec(exchange.path);
    const allowed = match?.[1] === undefined ? 'POST' : 'GET';
    if (!match) return exchange.send(gatewayError(404, `The gateway knows no ${exchange.path}`));
    if (exchange.method !== allowed) {
      return exchange.send(gatewayError(405, `Only ${allowed} is allowed`, { allow: allowed }));
    }
    const request = parse(exchange, allowed === 'GET' ? match : null);
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
      if (!this.tokens.find(exchange.bearer)) {
        return gatewayError(401, 'The access token is missing, invalid or expired', { 'www-authenticate': 'Bearer' });
      }
      if (allowed === 'POST' && !/^application\/json\b/i.test(exchange.headers['content-type'] ?? '')) {
        return gatewayError(415, 'The content type must be application/json');
      }
      if (!isReadable) return gatewayError(400, request.message);
      done = execute(request, met, this.parts.m3, this.parts.faults);
      return answerExecute(request, done);
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
    return exchange.path.startsWith(`/ion/sso/${this.parts.account.tenant}/as/`);
  }

  private system() {
    const { faults, clock } = this.parts;
    return { faults, clock, revoke: (token: string | undefined) => void this.tokens.revoke(token) };
  }

  private tokenEncounter(exchange: Exchange): Encounter {
    const { method, path, body } = exchange;
    return { system: 'm3', method, path, text: body, isApi: false };
  }
}
