import type { Logger } from '@sluice/runtime/logging/logger';
import { readToken, tokenKey } from './call-out-token.js';
import type { DoorMetrics } from '../inbound-metrics.js';
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

export interface CallOutDoor {
  readonly client: CallOutClient;
  readonly keep: KeepEvent;
  readonly logger: Logger;
  readonly metrics: DoorMetrics;
}

/** The door for Coupa's Process Automator: first it asks for a token, then it sends documents. */
export interface AcceptCallOut {
  token(request: TokenRequest): TokenAnswer;
  /** Answers our reference once the event is committed; rejects with the Failure to answer. */
  document(callOut: CallOut): Promise<{ reference: string }>;
}
/** Injection token of the door. */
export const AcceptCallOut = Symbol('AcceptCallOut');

const strangerLinePeriodMs = 10_000;

export function acceptCallOut({ client, keep, logger, metrics }: CallOutDoor): AcceptCallOut {
  const keys = client.secrets.map(tokenKey);
  const passStranger = limitLogLines(strangerLinePeriodMs);
  const noteStranger = (what: string): void => {
    const keptBack = passStranger(performance.now());
    if (keptBack !== undefined) logger.warn({ keptBack }, what);
  };

  return {
    token(request) {
      const answer = issueToken(client, request, nowSeconds());
      metrics.tokens.inc({ result: 'error' in answer.body ? answer.body.error : 'issued' });
      if (answer.status === 401) noteStranger('a client that is not known asked for a token');
      return answer;
    },
    document({ body, contentType, authorization, eventId, traceparent }) {
      return countRefusals('call-out', metrics, () => {
        const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
        if (readToken(given, keys, nowSeconds())?.scope !== client.scope) {
          noteStranger('a call-out without a good token was refused');
          throw refusal('not-authorized', 'A call-out needs a token from POST /oauth2/token that has not ended.');
        }
        return keep({ door: 'call-out', body, form: bodyForm(contentType), eventId, traceparent });
      });
    },
  };
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
