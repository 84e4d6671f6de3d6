import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { HistoryFilter, VerifyFilter } from './api-input.js';
import { readInput } from './read-input.js';
import { listHistory, type HistoryPage } from './store/list-history.js';
import { verifyAudit, type AuditVerdict } from './store/verify-audit.js';

/** The history of everything, also of what belongs to no document: mapping changes, messages that were set aside. */
@Controller('api/audit')
export class HistoryController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  list(@Query() query: unknown): Promise<HistoryPage> {
    return listHistory(this.database, readInput(HistoryFilter, query, 'query'));
  }

  /** Whether the history is as it was written: every hash is computed again. */
  @Get('verify')
  verify(@Query() query: unknown): Promise<AuditVerdict> {
    const { position, hash } = readInput(VerifyFilter, query, 'query');
    return verifyAudit(this.database, position === undefined || hash === undefined ? undefined : { position, hash });
  }
}
