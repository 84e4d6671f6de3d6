import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { Exchange } from '../http/exchange.js';
import { CoupaDoor } from './coupa-door.js';

@Controller('coupa')
export class CoupaController {
  constructor(@Inject(CoupaDoor) private readonly door: CoupaDoor) {}

  /** Coupa's Swagger files name the second path. */
  @Post(['oauth2/token', 'oauth2/access_tokens'])
  async token(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.door.token(await Exchange.read(request, response));
  }

  @All('api/*path')
  async api(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.door.api(await Exchange.read(request, response));
  }
}
