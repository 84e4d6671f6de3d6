import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { CoupaStore } from '../coupa/coupa-store.js';
import { findOrder } from '../coupa/find-order.js';
import { CallOutSender } from '../coupa/notices/call-out-sender.js';
import { showOrder } from '../coupa/orders.js';
import { json } from '../http/answer.js';
import { answerAdmin } from './answer-admin.js';

const EndpointBody = z.strictObject({
  url: z.url().optional(),
  tokenUrl: z.url().optional(),
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  scope: z.string().min(1).optional(),
});

const SendBody = z.strictObject({ id: z.number().int() });

/** Process Automator's call-outs: what became of them, where they go, and one more. */
@Controller('admin/coupa/call-outs')
export class AdminCallOutsController {
  constructor(
    @Inject(CoupaStore) private readonly store: CoupaStore,
    @Inject(CallOutSender) private readonly callOuts: CallOutSender,
  ) {}

  @Get()
  async list(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { callOuts: this.callOuts.log.all() }));
  }

  /** Sends the order as it is now, whatever its status. */
  @Post()
  async send(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      const { id } = SendBody.parse(body);
      const order = showOrder(this.store, findOrder(this.store, id));
      return json(200, { callOutId: this.callOuts.notify({ ...order, id }, this.store.settings.callOutFormat) });
    });
  }

  @Put('endpoint')
  async setEndpoint(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      this.callOuts.setEndpoint(EndpointBody.parse(body));
      return json(200, { status: 'set' });
    });
  }
}
