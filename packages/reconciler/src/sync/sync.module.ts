import { Module, type DynamicModule } from '@nestjs/common';
import { LookForOldest, OldestController } from './oldest.controller.js';

/** What a sync answers over HTTP besides health and metrics. */
@Module({})
export class SyncModule {
  static forDocuments(oldest: LookForOldest): DynamicModule {
    return {
      module: SyncModule,
      controllers: [OldestController],
      providers: [{ provide: LookForOldest, useValue: oldest }],
    };
  }
}
