import { Controller, Get, Headers, HttpCode, Inject, Module, Post, type DynamicModule } from '@nestjs/common';
import type { OldestDocument } from '@sluice/runtime/watch/oldest-documents';
import { oldestCommands } from './watch/oldest-commands.js';
import type { DispatcherContext } from './dispatcher-context.js';
import { resumeAccount, showAccount, type AccountShown } from './account/steer-account.js';

const Context = Symbol('DispatcherContext');

/** For operators, behind the token as all of /internal: what holds the account up, and lifting its pause. */
@Controller('internal/account')
export class AccountController {
  constructor(@Inject(Context) private readonly context: DispatcherContext) {}

  @Get()
  show(): Promise<AccountShown> {
    return showAccount(this.context);
  }

  /** `X-Sluice-User` says who it was, for the history. */
  @Post('resume')
  @HttpCode(200)
  resume(@Headers('x-sluice-user') user: string | undefined): Promise<{ readonly resumed: boolean }> {
    return resumeAccount(this.context, nameOf(user));
  }
}

/** Names the documents behind the metric `sluice_oldest_document_seconds`. */
@Controller('internal')
export class OldestController {
  constructor(@Inject(Context) private readonly context: DispatcherContext) {}

  @Get('oldest')
  async oldest(): Promise<{ readonly oldest: readonly OldestDocument[] }> {
    return { oldest: await oldestCommands(this.context.database) };
  }
}

const nameOf = (user: string | undefined): string =>
  Buffer.from(user ?? '', 'latin1')
    .toString('utf8')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 100)
    .toWellFormed() || 'operator';

@Module({})
export class GatewayModule {
  static of(context: DispatcherContext<any, any>): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [AccountController, OldestController],
      providers: [{ provide: Context, useValue: context }],
    };
  }
}
