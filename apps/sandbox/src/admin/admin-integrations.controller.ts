import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { CoupaSettings } from '../coupa/coupa-settings.js';
import { CoupaStore } from '../coupa/coupa-store.js';
import { createIntegration } from '../coupa/integrations.js';
import { json } from '../http/answer.js';
import { answerAdmin, readObject } from './answer-admin.js';

/** How Coupa is set up, and what integrations have written into it. */
@Controller('admin/coupa')
export class AdminIntegrationsController {
  constructor(@Inject(CoupaStore) private readonly store: CoupaStore) {}

  @Get('settings')
  async settings(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, this.store.settings));
  }

  @Put('settings')
  async set(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      this.store.settings = CoupaSettings.parse({ ...this.store.settings, ...readObject(body) });
      return json(200, this.store.settings);
    });
  }

  @Post('integrations')
  async createIntegration(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => json(201, createIntegration(this.store, readObject(body))));
  }

  /** Newest first; `document-type` and `document-id` narrow them. */
  @Get('history-records')
  async historyRecords(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ query }) => {
      const isAsked = (name: string, value: unknown): boolean => [null, String(value)].includes(query.get(name));
      const records = [...this.store.historyRecords.values()].filter((one) =>
        ['document-type', 'document-id'].every((name) => isAsked(name, one[name])),
      );
      return json(200, { records: records.toReversed() });
    });
  }

  @Get('alerts')
  async alerts(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { alerts: this.store.alerts }));
  }
}
