import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { Failure } from '@sluice/shared/failure';
import { AcceptCallOut } from './accept-call-out.js';
import type { IngressConfig } from '../config.js';
import type { Accepted } from '../inbox/keep-event.js';
import type { TokenAnswer } from './issue-token.js';
import { bodyOf, headerOf, type RawRequest } from '../raw-request.js';

interface Answer {
  status(code: number): Answer;
  setHeader(name: string, value: string): void;
}

/** The public endpoint for call-outs of Coupa's Process Automator, and the endpoint that gives them tokens. */
@Controller()
export class CallOutController {
  constructor(
    @Inject(AcceptCallOut) private readonly accept: AcceptCallOut,
    @Inject(RUNTIME_CONFIG) private readonly config: IngressConfig,
  ) {}

  @Post('oauth2/token')
  token(@Req() request: RawRequest, @Res({ passthrough: true }) answer: Answer): TokenAnswer['body'] {
    const { status, body, retryAfterSeconds } = this.accept.token({
      caller: request.socket.remoteAddress ?? '',
      authorization: headerOf(request, 'authorization'),
      contentType: headerOf(request, 'content-type'),
      body: bodyOf(request).toString('utf8'),
    });
    answer.status(status);
    if (retryAfterSeconds !== undefined) answer.setHeader('Retry-After', String(retryAfterSeconds));
    if (status === 401) answer.setHeader('WWW-Authenticate', 'Basic realm="sluice"');
    return body;
  }

  @Post('call-outs/coupa')
  @HttpCode(202)
  async receive(@Req() request: RawRequest, @Res({ passthrough: true }) answer: Answer): Promise<Accepted> {
    try {
      return await this.accept.document({
        body: bodyOf(request),
        contentType: headerOf(request, 'content-type'),
        authorization: headerOf(request, 'authorization'),
        eventId: headerOf(request, this.config.eventIdHeader),
        traceparent: request.traceparent,
      });
    } catch (thrown) {
      if (Failure.from(thrown).code === 'not-authorized') answer.setHeader('WWW-Authenticate', 'Bearer');
      throw thrown;
    }
  }
}
