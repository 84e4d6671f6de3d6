import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { LookForOldest, OldestController } from './oldest.controller.js';

/** What a sync answers over HTTP besides health and metrics. */
@Module({})
export class SyncModule {
  /** `controllers`: what an app has of its own, which may have the database injected. */
  static forDocuments(oldest: LookForOldest, controllers: readonly Type[] = []): DynamicModule {
    return {
      module: SyncModule,
      controllers: [OldestController, ...controllers],
      providers: [{ provide: LookForOldest, useValue: oldest }],
    };
  }
}
