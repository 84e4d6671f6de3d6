import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Delete, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { FaultBoard, type PostedFault } from '../faults/fault-board.js';
import { Fault } from '../faults/fault.js';
import { json } from '../http/answer.js';
import { AdminRefusal, answerAdmin } from './answer-admin.js';

const show = ({ id, fault, hits, meetings }: PostedFault): object => ({ id, ...fault, hits, meetings });

@Controller('admin/faults')
export class AdminFaultsController {
  constructor(@Inject(FaultBoard) private readonly faults: FaultBoard) {}

  @Post()
  async post(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, ({ body }) => json(201, { id: this.faults.post(Fault.parse(body)).id }));
  }

  @Get()
  async list(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => json(200, { faults: this.faults.all().map(show) }));
  }

  @Delete()
  async clear(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await answerAdmin(request, response, () => {
      this.faults.clear();
      return { status: 204 };
    });
  }

  @Delete(':id')
  async remove(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Param('id') id: string,
  ): Promise<void> {
    await answerAdmin(request, response, () => {
      if (!this.faults.remove(id)) throw new AdminRefusal(404, `There is no fault ${id}.`);
      return { status: 204 };
    });
  }
}
