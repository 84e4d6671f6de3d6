import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Post, Put, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { noticeOf, WebhookSender } from '../coupa/notices/webhook-sender.js';
import { json } from '../http/answer.js';
import { answerAdmin } from './answer-admin.js';

const SendBody = z.strictObject({
  type: z.enum(['purchase_order', 'supplier']),
  id: z.number().int(),
  /** Another send of the same event has the same id. */
  eventId: z.string().min(1).optional(),
  eventType: z.string().min(1).optional(),
  /** Signs with this one, to forge. */
  secret: z.string().min(1).optional(),
  times: z.number().int().min(1).max(1000).default(1),
});

const ReceiverBody = z.strictObject({ url: z.url().optional(), secret: z.string().min(1).optional() });

@Controller('admin/coupa/webhooks')
export class AdminWebhooksController {
  constructor(@Inject(WebhookSender) private readonly webhooks: WebhookSender) {}

  /** Waits until all were delivered or given up. */
  @Post()
  async send(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, async ({ body }) => {
      const { type, id, eventId, eventType, secret, times } = SendBody.parse(body);
      const fresh = noticeOf(type, id);
      const notice = { ...fresh, eventId: eventId ?? fresh.eventId, eventType: eventType ?? fresh.eventType, secret };
      const statuses: (number | null)[] = [];
      for (let sent = 0; sent < times; sent += 1) statuses.push(await this.webhooks.send(notice));
      return json(200, { eventId: notice.eventId, statuses });
    });
  }

  @Get()
  async list(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { deliveries: this.webhooks.deliveries.all() }));
  }

  @Put('receiver')
  async setReceiver(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      const { url, secret } = ReceiverBody.parse(body);
      this.webhooks.setReceiver({ ...(url === undefined ? {} : { url }), ...(secret === undefined ? {} : { secret }) });
      return json(200, { status: 'set' });
    });
  }
}
