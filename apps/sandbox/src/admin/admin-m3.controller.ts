import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Put, Req, Res } from '@nestjs/common';
import { json } from '../http/answer.js';
import { IonGateway } from '../m3/ion-gateway.js';
import { M3World } from '../m3/m3-world.js';
import { M3Settings } from '../m3/m3-settings.js';
import { MasterInput } from '../m3/master/master-input.js';
import { changeByPerson } from '../m3/suppliers/who-changes.js';
import { answerAdmin, readObject } from './answer-admin.js';

@Controller('admin/m3')
export class AdminM3Controller {
  constructor(
    @Inject(M3World) private readonly m3: M3World,
    @Inject(IonGateway) private readonly gateway: IonGateway,
  ) {}

  @Put('master')
  async master(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      this.m3.master.merge(MasterInput.parse(body), changeByPerson(this.m3));
      return json(200, { status: 'merged' });
    });
  }

  @Get('settings')
  async settings(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, this.m3.settings));
  }

  @Put('settings')
  async set(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => {
      this.m3.settings = M3Settings.parse({ ...this.m3.settings, ...readObject(body) });
      return json(200, this.m3.settings);
    });
  }

  @Get('messages')
  async messages(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { messages: this.m3.messages }));
  }

  @Get('orders')
  async orders(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ query }) => json(200, { orders: showM3Orders(this.m3, query) }));
  }

  @Get('entries')
  async entries(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { entries: [...this.m3.entries.values()] }));
  }

  @Get('calls')
  async calls(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { calls: this.gateway.calls.executes.all() }));
  }

  /** How many calls the gateway's policy let in, how many it answered with 429, how many are under way. */
  @Get('quota')
  async quota(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, this.gateway.quota.counts));
  }

  @Get('token-calls')
  async tokenCalls(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { calls: this.gateway.calls.tokens.all() }));
  }
}

/** The orders that M3 holds, in M3's field names; `cono`, `puno`, `yre1` and `ourr` narrow them. */
function showM3Orders(m3: M3World, query: URLSearchParams): object[] {
  const isAsked = (name: string, value: string | undefined): boolean =>
    query.get(name) === null || query.get(name) === value;
  return m3
    .allOrders()
    .filter(
      ({ cono, puno, head }) =>
        isAsked('cono', String(cono)) &&
        isAsked('puno', puno) &&
        isAsked('yre1', head['YRE1']) &&
        isAsked('ourr', head['OURR']),
    )
    .map(({ cono, divi, puno, msgn, head, texts, addresses, charges, lines }) => ({
      cono,
      divi,
      puno,
      msgn,
      head,
      texts,
      addresses,
      charges,
      lines: lines.map(({ fields, accounting = {}, ...additions }) => ({ ...fields, accounting, ...additions })),
    }));
}
