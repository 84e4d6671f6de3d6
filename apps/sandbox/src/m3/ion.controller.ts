import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { Exchange } from '../http/exchange.js';
import { IonGateway } from './ion-gateway.js';

/** At the host's root, as real .ionapi files have it, and under `/ion`. The tenant's name is the gateway's to know. */
@Controller(['ion', ''])
export class IonController {
  constructor(@Inject(IonGateway) private readonly gateway: IonGateway) {}

  @Post(['sso/:tenant/as/token.oauth2', ':tenant/as/token.oauth2'])
  async token(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.gateway.token(await Exchange.read(request, response));
  }

  @Post(['sso/:tenant/as/revoke_token.oauth2', ':tenant/as/revoke_token.oauth2'])
  async revoke(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.gateway.revoke(await Exchange.read(request, response));
  }

  @All('*path')
  async api(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.gateway.api(await Exchange.read(request, response));
  }
}
