import { Controller, Get, Module, Post, Req } from '@nestjs/common';

@Controller()
class Endpoints {
  @Get('api/records')
  records(): { records: string[] } {
    return { records: ['one'] };
  }

  @Get('internal/bug')
  bug(): never {
    throw new Error('a password is in this text');
  }

  @Post('open')
  open(@Req() request: { rawBody?: Buffer }): { bytes: string } {
    return { bytes: request.rawBody?.toString('base64') ?? '' };
  }
}

@Module({ controllers: [Endpoints] })
export class ToyEndpoints {}
