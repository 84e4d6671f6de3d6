import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Database } from '@sluice/runtime/postgres/database';
import { Tracing } from '@sluice/runtime/tracing/tracing';
import type { DocumentRef } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import { Answer, DocumentPath, FetchedPath, Ignore, RecordFilter, Settle } from './api-input.js';
import { PersonalTokens } from './personal-tokens.js';
import { readInput } from './read-input.js';
import { operatorOf } from './read-operator.js';
import { publishOperatorCommand, type OperatorAction } from './store/publish-operator-command.js';
import { listRecords, type RecordPage } from './store/list-records.js';
import { loadRecord, type RecordWithHistory } from './store/load-record.js';

/** What became of each document, and what a person decides about one. */
@Controller('api/records')
export class RecordsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Tracing) private readonly tracing: Tracing,
    @Inject(PersonalTokens) private readonly personalTokens: PersonalTokens,
  ) {}

  @Get()
  list(@Query() query: unknown): Promise<RecordPage> {
    return listRecords(this.database, readInput(RecordFilter, query, 'query'));
  }

  @Get(':type/:id')
  async show(@Param() parameters: unknown): Promise<RecordWithHistory> {
    const document = readInput(DocumentPath, parameters, 'path');
    return (await loadRecord(this.database, document)) ?? notKnown(document);
  }

  @Post(':type/:id/retry')
  @HttpCode(202)
  retry(@Param() parameters: unknown, @Headers() headers: RequestHeaders): Promise<Asked> {
    return this.ask(parameters, headers, { action: 'retry' });
  }

  /** Also for a document that is not known here: the way to one that Coupa did not announce. */
  @Post(':type/:id/fetch')
  @HttpCode(202)
  fetch(@Param() parameters: unknown, @Headers() headers: RequestHeaders): Promise<Asked> {
    return this.ask(readInput(FetchedPath, parameters, 'path'), headers, { action: 'fetch' });
  }

  /** For all documents of a type that is fetched, by the id `all`, and for the whole list of a scan. */
  @Post(':type/:id/load')
  @HttpCode(202)
  load(@Param() parameters: unknown, @Headers() headers: RequestHeaders): Promise<Asked> {
    return this.ask(parameters, headers, { action: 'load' });
  }

  @Post(':type/:id/ignore')
  @HttpCode(202)
  ignore(@Param() parameters: unknown, @Body() body: unknown, @Headers() headers: RequestHeaders): Promise<Asked> {
    return this.ask(parameters, headers, { action: 'ignore', ...readInput(Ignore, body ?? {}, 'body') });
  }

  /** For a document that asks what only a person can decide; the record says what it asks. */
  @Post(':type/:id/answer')
  @HttpCode(202)
  answer(@Param() parameters: unknown, @Body() body: unknown, @Headers() headers: RequestHeaders): Promise<Asked> {
    return this.ask(parameters, headers, { action: 'answer', ...readInput(Answer, body ?? {}, 'body') });
  }

  /** For a document whose outcome only a person could find out; the history names the command and the step. */
  @Post(':type/:id/settle')
  @HttpCode(202)
  settle(@Param() parameters: unknown, @Body() body: unknown, @Headers() headers: RequestHeaders): Promise<Asked> {
    return this.ask(parameters, headers, { action: 'settle', ...readInput(Settle, body ?? {}, 'body') });
  }

  private async ask(parameters: unknown, headers: RequestHeaders, operatorAction: OperatorAction): Promise<Asked> {
    const document = readInput(DocumentPath, parameters, 'path');
    const operator = operatorOf(headers, this.personalTokens);
    const asked = await publishOperatorCommand(
      { database: this.database, tracing: this.tracing },
      document,
      operatorAction,
      operator,
    );
    return asked ? { document, ...operatorAction, by: operator.name } : notKnown(document);
  }
}

type RequestHeaders = Record<string, string>;
type Asked = OperatorAction & { readonly document: DocumentRef; readonly by: string };

function notKnown(document: DocumentRef): never {
  const { type, id } = document;
  const fix = FetchedPath.safeParse(document).success
    ? `The id is Coupa’s own, not the number that people see; look it up in the list. If the id is right, ask Coupa for the document: \`sluice records fetch ${type}/${id}\`.`
    : `\`sluice records list --type ${type}\` shows those that are known.`;
  throw new Failure(`No record of ${type}/${id} is known here.`, {
    code: 'not-found',
    stage: 'input',
    disposition: 'park',
    fix,
  });
}
