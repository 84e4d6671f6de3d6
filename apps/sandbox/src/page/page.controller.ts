import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { CoupaDoor } from '../coupa/coupa-door.js';
import { CoupaRefusal } from '../coupa/coupa-refusal.js';
import { CoupaStore } from '../coupa/coupa-store.js';
import { noticeOf, WebhookSender } from '../coupa/notices/webhook-sender.js';
import { findSupplier, updateSupplier } from '../coupa/suppliers/suppliers.js';
import { FaultBoard } from '../faults/fault-board.js';
import { json, type Answer } from '../http/answer.js';
import { Exchange } from '../http/exchange.js';
import { readForm } from '../http/form.js';
import { IonGateway } from '../m3/ion-gateway.js';
import { M3World } from '../m3/m3-world.js';
import { Nok } from '../m3/nok.js';
import { changeByPerson } from '../m3/suppliers/who-changes.js';
import { typeSupplier } from '../m3/suppliers/type-supplier.js';
import { randomToken, sameSecret } from '../secrets.js';
import { readCoupaSupplierForm } from './coupa-supplier-form.js';
import { readM3SupplierForm } from './m3-supplier.js';
import { PageFaults } from './page-faults.js';
import { renderPage } from './render-page.js';
import { script } from './script.js';
import { style } from './style.js';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing runs in the page and nothing is loaded but what is its own, whatever a document holds. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** What Coupa would say beside the fields of its own form. */
const describeRefusal = ({ errors }: CoupaRefusal): string =>
  Object.entries(errors)
    .map(([field, messages]) => `${field} ${messages.join(', ')}`)
    .join('; ');

function answerAct(act: () => void): Answer {
  try {
    act();
  } catch (caught) {
    if (caught instanceof CoupaRefusal) return json(caught.status, { error: describeRefusal(caught) });
    if (caught instanceof Nok) return json(400, { error: `${caught.field}: ${caught.message}` });
    if (caught instanceof z.ZodError) return json(400, { error: z.prettifyError(caught) });
    throw caught;
  }
  return { status: 303, headers: { location: '/' } };
}

@Controller()
export class PageController {
  private readonly token = randomToken();
  private readonly pageFaults: PageFaults;

  constructor(
    @Inject(CoupaStore) private readonly store: CoupaStore,
    @Inject(CoupaDoor) private readonly coupa: CoupaDoor,
    @Inject(M3World) private readonly m3: M3World,
    @Inject(IonGateway) private readonly gateway: IonGateway,
    @Inject(FaultBoard) private readonly faults: FaultBoard,
    @Inject(WebhookSender) private readonly webhooks: WebhookSender,
  ) {
    this.pageFaults = new PageFaults(faults);
  }

  @Get()
  async page(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    const exchange = await Exchange.read(request, response);
    const body = renderPage({
      store: this.store,
      coupaCalls: this.coupa.calls.all(),
      m3: this.m3,
      m3Calls: this.gateway.calls.executes.all(),
      faults: this.pageFaults,
      token: this.token,
      query: new URLSearchParams(exchange.query),
      now: this.m3.clock.now(),
    });
    exchange.send({ status: 200, headers: HEADERS, body });
  }

  /** A click on a fault: puts one of the page's on or off, or takes back one that was ordered elsewhere. */
  @Post('page/faults')
  async setFault(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.answerForm(request, response, (form) => {
      const [toggled, removed] = [form.get('toggle'), form.get('remove')];
      if (toggled) this.pageFaults.toggle(toggled);
      if (removed) this.faults.remove(removed);
    });
  }

  /** A person changes a supplier in Coupa. */
  @Post('page/coupa-suppliers/:id')
  async editCoupaSupplier(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') idText: string,
  ): Promise<void> {
    await this.answerForm(request, response, (form) => {
      const id = Number(idText);
      updateSupplier(this.store, id, readCoupaSupplierForm(form, findSupplier(this.store, id)), 'person');
      if (form.get('notify') === 'true') this.webhooks.notify(noticeOf('supplier', id));
    });
  }

  /** A person changes a supplier in M3. */
  @Post('page/m3-suppliers/:cono/:suno')
  async editM3Supplier(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('cono') company: string,
    @Param('suno') SUNO: string,
  ): Promise<void> {
    await this.answerForm(request, response, (form) => {
      const key = { cono: Number(company), SUNO };
      if (!this.m3.master.suppliers.find(key.cono, SUNO)) {
        throw new Nok({ code: 'WSU0103', field: 'SUNO', text: `Supplier ${SUNO} does not exist` });
      }
      typeSupplier(this.m3, key, readM3SupplierForm(form), changeByPerson(this.m3));
    });
  }

  /** Does what a form of this page asks for, and leads back to the page. */
  private async answerForm(
    request: IncomingMessage,
    response: ServerResponse,
    act: (form: URLSearchParams) => void,
  ): Promise<void> {
    const exchange = await Exchange.read(request, response);
    const form = readForm(exchange);
    exchange.send(
      form && sameSecret(form.get('token') ?? '', this.token)
        ? answerAct(() => act(form))
        : json(403, { error: 'This was not clicked on the page as it is now: load it again.' }),
    );
  }
}
