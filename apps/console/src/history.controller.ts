import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { z } from 'zod';
import { cursorOf, PageLimit, readInput } from './read-input.js';
import { HistoryPosition, listHistory, type HistoryPage } from './store/list-history.js';

const Filter = z.object({
  app: z.string().max(50).optional(),
  /** Dead letters are `dead-lettered`. */
  action: z.string().max(100).optional(),
  limit: PageLimit,
  cursor: cursorOf(HistoryPosition).optional(),
});

/** The history of everything, also of what belongs to no document: mapping changes, messages that were set aside. */
@Controller('api/audit')
export class HistoryController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  list(@Query() query: unknown): Promise<HistoryPage> {
    return listHistory(this.database, readInput(Filter, query, 'query'));
  }
}
