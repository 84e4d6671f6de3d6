import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { ProgressFilter } from './api-input.js';
import { readInput } from './read-input.js';
import { loadProgress } from './store/load-progress.js';

/** How far all documents of a type are: what is watched while tens of thousands are loaded. */
@Controller('api/progress')
export class ProgressController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  show(@Query() query: unknown): ReturnType<typeof loadProgress> {
    return loadProgress(this.database, readInput(ProgressFilter, query, 'query').type);
  }
}
