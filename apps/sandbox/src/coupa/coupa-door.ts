import { CallLog } from '../call-log.js';
import type { Encounter } from '../faults/fault-board.js';
import { deliver, serve, type Served } from '../faults/serve.js';
import { json, type Answer } from '../http/answer.js';
import type { Exchange } from '../http/exchange.js';
import { formatAnswer, readFormat } from './answer-format.js';
import { answerCoupaApi, type CoupaParts } from './coupa-api.js';
import { issueCoupaToken, type CoupaClient } from './coupa-tokens.js';
import { RequestQueue } from './request-queue.js';

/** One call to Coupa. A status of null: none was given, the connection was cut first. */
export interface CoupaCall {
  readonly at: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly status: number | null;
  readonly dropped?: Served['dropped'];
}

const refuseForRate = (exchange: Exchange): Answer =>
  formatAnswer(
    json(429, { errors: { base: ['Rate limit exceeded'] } }),
    readFormat(exchange.headers.accept) ?? 'xml',
    '',
  );

/** Where Coupa is called from outside. */
export class CoupaDoor {
  readonly calls = new CallLog<CoupaCall>();
  private readonly queue: RequestQueue;

  constructor(
    private readonly parts: CoupaParts,
    private readonly client: CoupaClient,
  ) {
    this.queue = new RequestQueue(parts.clock);
  }

  async token(exchange: Exchange): Promise<void> {
    await this.answer(exchange, false, () => issueCoupaToken(exchange, this.client, this.parts.tokens));
  }

  async api(exchange: Exchange): Promise<void> {
    const isTurn = await this.queue.enter(this.parts.store.settings);
    await this.answer(exchange, true, (met) =>
      isTurn ? answerCoupaApi(exchange, this.parts, met) : refuseForRate(exchange),
    );
  }

  private async answer(exchange: Exchange, isApi: boolean, handle: (met: Encounter) => Answer): Promise<void> {
    const { faults, clock, tokens } = this.parts;
    const { method, path, url } = exchange;
    const met: Encounter = { system: 'coupa', method, path, text: `${exchange.query}\n${exchange.body}`, isApi };
    const revoke = (token: string | undefined): void => void tokens.revoke(token);
    const served = await serve({ faults, clock, revoke }, met, exchange.bearer, () => handle(met));
    this.calls.add({
      at: clock.now().toISOString(),
      method,
      path: url,
      status: served.answer?.status ?? null,
      ...(served.dropped ? { dropped: served.dropped } : {}),
    });
    deliver(exchange, served);
  }
}
