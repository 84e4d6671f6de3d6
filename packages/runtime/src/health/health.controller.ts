import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import { Metrics } from '../metrics.js';
import { Health } from './health.js';

interface Answer {
  status(code: number): Answer;
  type(name: string): Answer;
  send(body: unknown): void;
}

/** Liveness (restart me), readiness (send me work), startup (wait for me), and the figures. */
@Controller()
export class HealthController {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @HttpCode(200)
  live(@Res() answer: Answer): void {
    const { fatal } = this.health;
    answer
      .status(fatal === undefined ? 200 : 500)
      .send({ live: fatal === undefined, ...(fatal && { problem: fatal }) });
  }

  @Get('health/ready')
  async ready(@Res() answer: Answer): Promise<void> {
    const state = await this.health.ready();
    answer.status(state.ready ? 200 : 503).send(state);
  }

  @Get('health/startup')
  startup(@Res() answer: Answer): void {
    const { started } = this.health;
    answer.status(started ? 200 : 503).send({ started });
  }

  @Get('metrics')
  async figures(@Res() answer: Answer): Promise<void> {
    answer
      .status(200)
      .type(this.metrics.contentType)
      .send(await this.metrics.metrics());
  }
}
