import { Module, type DynamicModule } from '@nestjs/common';
import { AdminCallOutsController } from './admin/admin-call-outs.controller.js';
import { AdminCoupaController } from './admin/admin-coupa.controller.js';
import { AdminFaultsController } from './admin/admin-faults.controller.js';
import { AdminIntegrationsController } from './admin/admin-integrations.controller.js';
import { AdminM3SuppliersController } from './admin/admin-m3-suppliers.controller.js';
import { AdminM3Controller } from './admin/admin-m3.controller.js';
import { AdminWebhooksController } from './admin/admin-webhooks.controller.js';
import { AdminController } from './admin/admin.controller.js';
import { CoupaDoor } from './coupa/coupa-door.js';
import { CoupaStore } from './coupa/coupa-store.js';
import { CoupaController } from './coupa/coupa.controller.js';
import { CallOutSender } from './coupa/notices/call-out-sender.js';
import { WebhookSender } from './coupa/notices/webhook-sender.js';
import { FaultBoard } from './faults/fault-board.js';
import { HealthController } from './http/health.controller.js';
import { IonGateway } from './m3/ion-gateway.js';
import { IonController } from './m3/ion.controller.js';
import { M3World } from './m3/m3-world.js';
import { PageController } from './page/page.controller.js';
import { Sandbox } from './sandbox.js';

@Module({})
export class AppModule {
  static of(sandbox: Sandbox): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        PageController,
        HealthController,
        AdminController,
        AdminM3Controller,
        AdminM3SuppliersController,
        AdminWebhooksController,
        AdminCallOutsController,
        AdminCoupaController,
        AdminIntegrationsController,
        AdminFaultsController,
        CoupaController,
        IonController,
      ],
      providers: [
        { provide: Sandbox, useValue: sandbox },
        { provide: FaultBoard, useValue: sandbox.faults },
        { provide: CoupaStore, useValue: sandbox.coupaStore },
        { provide: CoupaDoor, useValue: sandbox.coupa },
        { provide: WebhookSender, useValue: sandbox.webhooks },
        { provide: CallOutSender, useValue: sandbox.callOuts },
        { provide: M3World, useValue: sandbox.m3 },
        { provide: IonGateway, useValue: sandbox.ion },
      ],
    };
  }
}
