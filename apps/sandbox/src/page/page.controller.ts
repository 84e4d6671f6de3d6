import { Controller, Get, Header, Inject } from '@nestjs/common';
import { CoupaStore } from '../coupa/coupa-store.js';
import { M3World } from '../m3/m3-world.js';
import { renderPage } from './render-page.js';

@Controller()
export class PageController {
  constructor(
    @Inject(CoupaStore) private readonly coupa: CoupaStore,
    @Inject(M3World) private readonly m3: M3World,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  page(): string {
    return renderPage(this.coupa, this.m3);
  }
}
