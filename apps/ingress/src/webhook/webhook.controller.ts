import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { AcceptWebhook } from './accept-webhook.js';
import type { IngressConfig } from '../config.js';
import type { Accepted } from '../inbox/keep-event.js';
import { bodyOf, headerOf, type RawRequest } from '../raw-request.js';

/** The public endpoint for signed webhooks. 202 says that the event is stored and will be worked on. */
@Controller('webhooks')
export class WebhookController {
  constructor(
    @Inject(AcceptWebhook) private readonly accept: AcceptWebhook,
    @Inject(RUNTIME_CONFIG) private readonly config: IngressConfig,
  ) {}

  @Post('coupa')
  @HttpCode(202)
  receive(@Req() request: RawRequest): Promise<Accepted> {
    const { signatureHeader, timestampHeader, eventIdHeader, eventTypeHeader } = this.config;
    return this.accept({
      body: bodyOf(request),
      contentType: headerOf(request, 'content-type'),
      signature: headerOf(request, signatureHeader),
      timestamp: headerOf(request, timestampHeader),
      eventId: headerOf(request, eventIdHeader),
      eventType: eventTypeHeader === undefined ? undefined : headerOf(request, eventTypeHeader),
      traceparent: request.traceparent,
    });
  }
}
