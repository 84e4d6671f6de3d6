import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { AcceptWebhook } from './accept-webhook.js';
import type { IngressConfig } from './config.js';

interface WebhookRequest {
  readonly rawBody?: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The public door. 202 says: it is kept, and will be looked after. */
@Controller('webhooks')
export class WebhookController {
  constructor(
    @Inject(AcceptWebhook) private readonly accept: AcceptWebhook,
    @Inject(RUNTIME_CONFIG) private readonly config: IngressConfig,
  ) {}

  @Post('coupa')
  @HttpCode(202)
  receive(@Req() { rawBody, headers }: WebhookRequest): Promise<{ reference: string }> {
    const header = (name: string): string | undefined => headers[name.toLowerCase()]?.toString().trim() || undefined;
    return this.accept({
      body: rawBody ?? Buffer.alloc(0),
      contentType: header('content-type'),
      signature: header(this.config.signatureHeader),
      eventId: header(this.config.eventIdHeader),
    });
  }
}
