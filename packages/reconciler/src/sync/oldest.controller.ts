import { Controller, Get, Inject } from '@nestjs/common';
import type { OldestDocument } from '@sluice/runtime/watch/oldest-documents';

/** Injection token of the function that looks for the oldest document of each stage. */
export const LookForOldest = Symbol('LookForOldest');
export type LookForOldest = () => Promise<readonly OldestDocument[]>;

/** Names the documents behind the metric `sluice_oldest_document_seconds`. For bearers of the token, as all of `internal`. */
@Controller('internal')
export class OldestController {
  constructor(@Inject(LookForOldest) private readonly look: LookForOldest) {}

  @Get('oldest')
  async oldest(): Promise<{ readonly oldest: readonly OldestDocument[] }> {
    return { oldest: await this.look() };
  }
}
