import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { CoupaDoor } from '../coupa/coupa-door.js';
import { CoupaStore } from '../coupa/coupa-store.js';
import { FaultBoard } from '../faults/fault-board.js';
import { json } from '../http/answer.js';
import { Exchange } from '../http/exchange.js';
import { readForm } from '../http/form.js';
import { IonGateway } from '../m3/ion-gateway.js';
import { M3World } from '../m3/m3-world.js';
import { randomToken, sameSecret } from '../secrets.js';
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
    const exchange = await Exchange.read(request, response);
    const form = readForm(exchange);
    if (!sameSecret(form?.get('token') ?? '', this.token)) {
      exchange.send(json(403, { error: 'This was not clicked on the page as it is now: load it again.' }));
      return;
    }
    const [toggled, removed] = [form?.get('toggle'), form?.get('remove')];
    if (toggled) this.pageFaults.toggle(toggled);
    if (removed) this.faults.remove(removed);
    exchange.send({ status: 303, headers: { location: '/' } });
  }
}
