import type { Logger } from '@sluice/runtime/logging/logger';
import { readToken, tokenKey } from './call-out-token.js';
import type { InboundMetrics } from '../inbound-metrics.js';
import { bodyForm } from '../event/body-form.js';
import { issueToken, type CallOutClient, type TokenAnswer, type TokenRequest } from './issue-token.js';
import { countRefusals, type KeepEvent } from '../inbox/keep-event.js';
import { limitLogLines } from '../limit-log-lines.js';
import { refusal } from '../refusal.js';

/** A call-out as it came over HTTP: the body is the document itself. */
export interface CallOut {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly eventId: string | undefined;
  readonly traceparent: string | undefined;
}

export interface CallOutOptions {
  readonly client: CallOutClient;
  readonly keep: KeepEvent;
  readonly logger: Logger;
  readonly metrics: InboundMetrics;
}

/** How Coupa's Process Automator comes in: first it asks for a token, then it sends documents. */
export interface AcceptCallOut {
  token(request: TokenRequest): TokenAnswer;
  /** Answers our reference once the event is committed; rejects with the Failure to answer. */
  document(callOut: CallOut): Promise<{ reference: string }>;
}
/** Injection token of these functions. */
export const AcceptCallOut = Symbol('AcceptCallOut');

const unknownClientLinePeriodMs = 10_000;

export function acceptCallOut({ client, keep, logger, metrics }: CallOutOptions): AcceptCallOut {
  const keys = client.secrets.map(tokenKey);
  const passUnknownClient = limitLogLines(unknownClientLinePeriodMs);
  const logUnknownClient = (what: string): void => {
    const keptBack = passUnknownClient(performance.now());
    if (keptBack !== undefined) logger.warn({ keptBack }, what);
  };

  return {
    token(request) {
      const answer = issueToken(client, request, nowSeconds());
      metrics.tokens.inc({ result: 'error' in answer.body ? answer.body.error : 'issued' });
      if (answer.status === 401) logUnknownClient('an unknown client asked for a token');
      return answer;
    },
    document({ body, contentType, authorization, eventId, traceparent }) {
      return countRefusals('call-out', metrics, () => {
        const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
        if (readToken(given, keys, nowSeconds())?.scope !== client.scope) {
          logUnknownClient('a call-out without a valid token was refused');
          throw refusal('not-authorized', 'A call-out needs a token from POST /oauth2/token that has not ended.');
        }
        return keep({ channel: 'call-out', body, form: bodyForm(contentType), eventId, traceparent });
      });
    },
  };
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
