import { Module } from '@nestjs/common';
import { HistoryController } from './history.controller.js';
import { MappingsController } from './mappings.controller.js';
import { RecordsController } from './records.controller.js';

@Module({ controllers: [RecordsController, MappingsController, HistoryController] })
export class AppModule {}
