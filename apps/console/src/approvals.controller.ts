import { Controller, Get, Inject } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { listApprovals } from './store/list-approvals.js';

/** What several people must approve before it is sent. The answer is given as to every question of a document. */
@Controller('api/approvals')
export class ApprovalsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  list(): ReturnType<typeof listApprovals> {
    return listApprovals(this.database);
  }
}
