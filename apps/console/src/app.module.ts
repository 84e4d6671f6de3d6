import { Module } from '@nestjs/common';
import { HistoryConsumer } from './history.consumer.js';
import { HistoryController } from './history.controller.js';
import { MappingsController } from './mappings.controller.js';
import { RecordsController } from './records.controller.js';

@Module({ controllers: [HistoryConsumer, RecordsController, MappingsController, HistoryController] })
export class AppModule {}
