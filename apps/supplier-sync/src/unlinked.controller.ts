import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { Failure } from '@sluice/shared/failure';
import { listUnlinked, type UnlinkedPage } from './store/list-unlinked.js';

/** What `sluice suppliers match` proposes pairs of. For bearers of the token, as all of `internal`. */
@Controller('internal/suppliers')
export class UnlinkedController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** `after` is `next` of the page before. */
  @Get('unlinked')
  list(@Query('after') after: unknown): Promise<UnlinkedPage> {
    if (after === undefined) return listUnlinked(this.database);
    if (typeof after === 'string' && /^(m3-)?supplier\/[^\0]*$/.test(after)) return listUnlinked(this.database, after);
    throw new Failure('query.after is none that a page has named as its next', {
      code: 'body-invalid',
      stage: 'input',
      disposition: 'park',
    });
  }
}
