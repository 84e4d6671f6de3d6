import { Module, type DynamicModule } from '@nestjs/common';
import { AcceptCallOut } from './call-out/accept-call-out.js';
import { CallOutController } from './call-out/call-out.controller.js';
import { AcceptWebhook } from './webhook/accept-webhook.js';
import { WebhookController } from './webhook/webhook.controller.js';

@Module({ controllers: [WebhookController, CallOutController] })
export class AppModule {
  static with(webhook: AcceptWebhook, callOut: AcceptCallOut): DynamicModule {
    return {
      module: AppModule,
      providers: [
        { provide: AcceptWebhook, useValue: webhook },
        { provide: AcceptCallOut, useValue: callOut },
      ],
    };
  }
}
