import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Delete, Get, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { CoupaDoor } from '../coupa/coupa-door.js';
import { CoupaStore } from '../coupa/coupa-store.js';
import { findOrder } from '../coupa/find-order.js';
import { approveOrder, createOrder, editOrder, removeOrderLine, showOrder } from '../coupa/orders.js';
import { findReferenceResource, putReferenceData } from '../coupa/reference-data.js';
import { fillSuppliers } from '../coupa/suppliers/fill-suppliers.js';
import { createSupplier, findSupplier, updateSupplier } from '../coupa/suppliers/suppliers.js';
import { CallOutSender } from '../coupa/notices/call-out-sender.js';
import { noticeOf, WebhookSender } from '../coupa/notices/webhook-sender.js';
import { json } from '../http/answer.js';
import { textOf, type JsonObject } from '../json.js';
import { AdminRefusal, answerAdmin, readId } from './answer-admin.js';

const JsonObjectBody = z.record(z.string(), z.json()).transform((body) => body as JsonObject);

const DocumentsBody = z.array(JsonObjectBody);

const ApproveBody = z.strictObject({
  notify: z.boolean().default(true),
  /** Another door for this one approval than the settings have. */
  door: z.enum(['webhook', 'call-out', 'none']).optional(),
});

/** In the query of a write to a supplier: its body is the supplier itself. */
const NotifyQuery = z.strictObject({ notify: z.stringbool().default(false) });

const FillBody = z.strictObject({
  count: z.int().min(1).max(50_000),
  from: z.int().min(1).default(1),
  numbered: z.number().min(0).max(1).default(0),
  numberPrefix: z.string().max(10).default('Y'),
  supplier: JsonObjectBody.refine((all) => !('id' in all || 'name' in all || 'number' in all), {
    error: 'holds what all of them have: no id, name or number',
  }).default({}),
});

/** Which suppliers are listed: those of which all that is named is so. */
const SuppliersQuery = z.strictObject({
  name: z.string().optional(),
  number: z.string().optional(),
  status: z.string().optional(),
});

@Controller('admin/coupa')
export class AdminCoupaController {
  constructor(
    @Inject(CoupaStore) private readonly store: CoupaStore,
    @Inject(CoupaDoor) private readonly door: CoupaDoor,
    @Inject(WebhookSender) private readonly webhooks: WebhookSender,
    @Inject(CallOutSender) private readonly callOuts: CallOutSender,
  ) {}

  /** A person may begin with less than the API demands. */
  @Post('suppliers')
  async createSupplier(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body, query }) => {
      const { notify } = NotifyQuery.parse(Object.fromEntries(query));
      const supplier = createSupplier(this.store, JsonObjectBody.parse(body), 'person');
      if (notify) this.webhooks.notify(noticeOf('supplier', Number(supplier['id']), 'supplier.created'));
      return json(201, supplier);
    });
  }

  @Put('suppliers/:id')
  async updateSupplier(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, ({ body, query }) => {
      const { notify } = NotifyQuery.parse(Object.fromEntries(query));
      const supplier = updateSupplier(this.store, readId(id), JsonObjectBody.parse(body), 'person');
      if (notify) this.webhooks.notify(noticeOf('supplier', readId(id)));
      return json(200, supplier);
    });
  }

  @Get('suppliers')
  async suppliers(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ query }) => {
      const asked = Object.entries(SuppliersQuery.parse(Object.fromEntries(query)));
      const suppliers = [...this.store.suppliers.values()].filter((one) =>
        asked.every(([name, text]) => textOf(one[name]) === text),
      );
      return json(200, { suppliers });
    });
  }

  @Get('suppliers/:id')
  async supplier(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, () => json(200, findSupplier(this.store, readId(id))));
  }

  @Post('suppliers/fill')
  async fillSuppliers(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      const made = fillSuppliers(this.store, FillBody.parse(body));
      const [first, last] = [made[0], made.at(-1)];
      return json(201, { count: made.length, firstId: first?.['id'] ?? null, lastId: last?.['id'] ?? null });
    });
  }

  @Post('suppliers/:id/notify')
  async notifySupplier(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, () => {
      const supplierId = readId(id);
      if (!this.store.suppliers.has(supplierId)) throw new AdminRefusal(404, `There is no supplier ${supplierId}.`);
      const notice = noticeOf('supplier', supplierId);
      this.webhooks.notify(notice);
      return json(200, { eventId: notice.eventId });
    });
  }

  @Post('purchase-orders')
  async createOrder(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) =>
      json(201, showOrder(this.store, createOrder(this.store, JsonObjectBody.parse(body)))),
    );
  }

  @Get('purchase-orders/:id')
  async order(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, () => json(200, showOrder(this.store, findOrder(this.store, readId(id)))));
  }

  @Put('purchase-orders/:id')
  async updateOrder(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      const order = editOrder(this.store, readId(id), JsonObjectBody.parse(body), 'person');
      return json(200, showOrder(this.store, order));
    });
  }

  @Delete('purchase-orders/:id/lines/:lineId')
  async removeLine(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
    @Param('lineId') lineId: string,
  ): Promise<void> {
    await answerAdmin(request, response, () =>
      json(200, showOrder(this.store, removeOrderLine(this.store, readId(id), readId(lineId)))),
    );
  }

  @Post('purchase-orders/:id/approve')
  async approve(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      const orderId = readId(id);
      const { notify, door = this.store.settings.door } = ApproveBody.parse(body);
      const order = showOrder(this.store, approveOrder(this.store, orderId));
      if (!notify || door === 'none') return json(200, { eventId: null });
      if (door === 'call-out') {
        return json(200, {
          eventId: null,
          callOutId: this.callOuts.notify({ ...order, id: orderId }, this.store.settings.callOutFormat),
        });
      }
      const notice = noticeOf('purchase_order', orderId);
      this.webhooks.notify(notice);
      return json(200, { eventId: notice.eventId });
    });
  }

  /** Currencies, exchange rates, units and the like, by the name that the resource has in the API. */
  @Put('reference-data/:resource')
  async putReferenceData(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('resource') resource: string,
  ): Promise<void> {
    await answerAdmin(request, response, ({ body }) =>
      json(200, putReferenceData(this.store, findReferenceResource(resource), DocumentsBody.parse(body))),
    );
  }

  @Get('calls')
  async calls(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { calls: this.door.calls.all() }));
  }
}
