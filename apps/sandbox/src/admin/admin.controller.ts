import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { json } from '../http/answer.js';
import { ionapiFile } from '../m3/ion-account.js';
import { Sandbox } from '../sandbox.js';
import { AdminRefusal, answerAdmin } from './answer-admin.js';

@Controller('admin')
export class AdminController {
  constructor(@Inject(Sandbox) private readonly sandbox: Sandbox) {}

  @Post('reset')
  async reset(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => {
      this.sandbox.reset();
      return json(200, { status: 'empty' });
    });
  }

  /** The certificate that is served, for clients to trust. */
  @Get('certificate')
  async certificate(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => {
      const { certificate } = this.sandbox;
      if (certificate === undefined) throw new AdminRefusal(404, 'The sandbox speaks HTTP without TLS.');
      return { status: 200, body: certificate };
    });
  }

  /** Leads back to the address by which the caller came. */
  @Get('ionapi')
  async ionapi(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ origin }) => json(200, ionapiFile(this.sandbox.account, origin)));
  }
}
