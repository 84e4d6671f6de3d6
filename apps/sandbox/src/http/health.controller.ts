import { Controller, Get } from '@nestjs/common';

@Controller('health')
export class HealthController {
  /** Everything is in memory: who answers is ready. */
  @Get(['live', 'ready', 'startup'])
  ready(): { status: string } {
    return { status: 'ok' };
  }
}
