import type { Logger } from '@sluice/runtime/logging/logger';
import { RateLimit } from '@sluice/runtime/http/limit-rate';
import { readToken, tokenKey } from './call-out-token.js';
import type { InboundMetrics } from '../inbound-metrics.js';
import { bodyForm } from '../event/body-form.js';
import { issueToken, type CallOutClient, type TokenAnswer, type TokenRequest } from './issue-token.js';
import { countRefusals, type Accepted, type KeepEvent } from '../inbox/keep-event.js';
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
  token(request: TokenRequest & { readonly caller: string }): TokenAnswer & { readonly retryAfterSeconds?: number };
  /** Answers our reference once the event is committed; rejects with the Failure to answer. */
  document(callOut: CallOut): Promise<Accepted>;
}
/** Injection token of these functions. */
export const AcceptCallOut = Symbol('AcceptCallOut');

const unknownClientLinePeriodMs = 10_000;

/** Requests for a token that are refused, from one address. */
const refusedTokens = { burst: 30, perSecond: 0.5 };

/** RFC 6749 has no word for it at a token endpoint; this one is its `error` for an authorization server that is busy. */
const tooManyRequests = (waitMs: number) =>
  ({
    status: 429,
    body: { error: 'temporarily_unavailable' },
    retryAfterSeconds: Math.ceil(waitMs / 1_000),
  }) as const;

export function acceptCallOut({ client, keep, logger, metrics }: CallOutOptions): AcceptCallOut {
  const keys = client.secrets.map(tokenKey);
  const turnedAway = new RateLimit(refusedTokens);
  const passUnknownClient = limitLogLines(unknownClientLinePeriodMs);
  const logUnknownClient = (what: string): void => {
    const keptBack = passUnknownClient(performance.now());
    if (keptBack !== undefined) logger.warn({ keptBack }, what);
  };

  return {
    token({ caller, ...request }) {
      const answer = issueToken(client, request, nowSeconds());
      // Only those who are turned away count: a stranger behind the same address does not keep Coupa out.
      const waitMs = answer.status === 200 ? 0 : turnedAway.take(caller, performance.now());
      const limited = waitMs > 0 ? tooManyRequests(waitMs) : answer;
      metrics.tokens.inc({ result: 'error' in limited.body ? limited.body.error : 'issued' });
      if (limited.status === 401) logUnknownClient('an unknown client asked for a token');
      return limited;
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
