import { Controller, Get, HttpCode, Inject, Req, Res } from '@nestjs/common';
import { bearsToken, type Bearing } from '../http/bears-token.js';
import { Metrics } from '../metrics.js';
import { Health } from './health.js';

/** Injection token of the app's bearer token. */
export const ApiToken = Symbol('ApiToken');

interface Answer {
  status(code: number): Answer;
  type(name: string): Answer;
  send(body: unknown): void;
}

/**
 * Liveness (restart me), readiness (send me work), startup (wait for me), and the metrics. An orchestrator needs the
 * status only; descriptions of problems name hosts, topics and documents, and are for bearers of the token.
 */
@Controller()
export class HealthController {
  #reading: Promise<string> | undefined;

  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(ApiToken) private readonly apiToken: string | undefined,
  ) {}

  @Get('health/live')
  @HttpCode(200)
  live(@Req() request: Bearing, @Res() answer: Answer): void {
    const { fatal } = this.health;
    const problem = this.#isKnown(request) ? fatal : undefined;
    answer.status(fatal === undefined ? 200 : 500).send({ live: fatal === undefined, ...(problem && { problem }) });
  }

  @Get('health/ready')
  async ready(@Req() request: Bearing, @Res() answer: Answer): Promise<void> {
    if (this.#isKnown(request)) {
      const readiness = await this.health.ready();
      answer.status(readiness.ready ? 200 : 503).send(readiness);
      return;
    }
    const { ready, checks } = await this.health.readyForStrangers();
    const failing = checks.filter(({ ok }) => !ok).map(({ name, ok }) => ({ name, ok }));
    answer.status(ready ? 200 : 503).send({ ready, checks: failing });
  }

  @Get('health/startup')
  startup(@Res() answer: Answer): void {
    const { started } = this.health;
    answer.status(started ? 200 : 503).send({ started });
  }

  /** Some figures are counted in Postgres: those who ask at the same time get one answer. */
  @Get('metrics')
  async figures(@Res() answer: Answer): Promise<void> {
    this.#reading ??= this.metrics.metrics().finally(() => (this.#reading = undefined));
    answer
      .status(200)
      .type(this.metrics.contentType)
      .send(await this.#reading);
  }

  #isKnown(request: Bearing): boolean {
    return bearsToken(request, this.apiToken);
  }
}
