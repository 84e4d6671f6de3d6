import { Module, type DynamicModule } from '@nestjs/common';
import { ApprovalsController } from './approvals.controller.js';
import { HistoryController } from './history.controller.js';
import { MappingsController } from './mappings.controller.js';
import { PersonalTokens } from './personal-tokens.js';
import { ProgressController } from './progress.controller.js';
import { RecordsController } from './records.controller.js';

@Module({
  controllers: [RecordsController, ApprovalsController, ProgressController, MappingsController, HistoryController],
})
export class AppModule {
  static withPersons(personalTokens: PersonalTokens): DynamicModule {
    return { module: AppModule, providers: [{ provide: PersonalTokens, useValue: personalTokens }] };
  }
}
