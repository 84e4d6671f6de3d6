import { Body, Controller, Delete, Get, Headers, Inject, Param, Put, Query } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { Failure } from '@sluice/shared/failure';
import { MappingFilter, MappingPath, MappingRemoval, MappingsToPut } from './api-input.js';
import { checkMappingRows } from './domain/check-mapping-rows.js';
import { PersonalTokens } from './personal-tokens.js';
import { invalidInput, readInput } from './read-input.js';
import { operatorOf } from './read-operator.js';
import { listMappings, type MappingEntry } from './store/list-mappings.js';
import { listMissing, type MissingMapping } from './store/list-missing.js';
import { putMappings, type MappingsPut } from './store/put-mappings.js';
import { removeMapping, type MappingRemoved } from './store/remove-mapping.js';

/** The tables that turn Coupa's words into M3's. Kept here, and told to the syncs on `mapping.v1`. */
@Controller('api/mappings')
export class MappingsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PersonalTokens) private readonly personalTokens: PersonalTokens,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<{ rows: MappingEntry[] }> {
    const { table } = readInput(MappingFilter, query, 'query');
    return { rows: await listMappings(this.database, table) };
  }

  /** The rows that documents wait for now. */
  @Get('missing')
  async missing(@Query() query: unknown): Promise<{ missing: MissingMapping[] }> {
    const { table } = readInput(MappingFilter, query, 'query');
    return { missing: await listMissing(this.database, table) };
  }

  /** All rows or none: a row that cannot be used refuses the whole. Only what changed is published. */
  @Put()
  async put(@Body() body: unknown, @Headers() headers: Record<string, string>): Promise<MappingsPut> {
    const { rows: written, dryRun } = readInput(MappingsToPut, body ?? {}, 'body');
    const { rows, problems } = checkMappingRows(written);
    if (problems.length > 0)
      throw invalidInput(
        `Nothing was changed, because ${problems.length} thing(s) cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
        'Correct these rows and send all of them again.',
      );
    return putMappings(this.database, rows, { by: operatorOf(headers, this.personalTokens).name, dryRun });
  }

  /** The whole row with all its versions. Whoever needs it waits from then on. */
  @Delete(':table/:key')
  async remove(
    @Param() parameters: unknown,
    @Query() query: unknown,
    @Headers() headers: Record<string, string>,
  ): Promise<MappingRemoved> {
    const { table, key } = readInput(MappingPath, parameters, 'path');
    const { dryRun } = readInput(MappingRemoval, query, 'query');
    const removed = await removeMapping(
      this.database,
      { table, key },
      { by: operatorOf(headers, this.personalTokens).name, dryRun },
    );
    if (removed !== undefined) return removed;
    throw new Failure(`There is no row ${key} in the table ${table}. Nothing was removed.`, {
      code: 'not-found',
      stage: 'input',
      disposition: 'park',
      fix: `Codes are compared exactly, and case counts: \`sluice mappings list --table ${table}\` shows them.`,
    });
  }
}
