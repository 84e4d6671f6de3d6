import type { AppParts, AppWork } from '@sluice/runtime/app-parts';
import { scaleDurations } from '@sluice/runtime/durations';
import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { Failure } from '@sluice/shared/failure';
import { AppModule } from './app.module.js';
import { acceptCallOut } from './call-out/accept-call-out.js';
import type { IngressConfig } from './config.js';
import { inboundMetrics } from './inbound-metrics.js';
import { groupInserts } from './inbox/group-inserts.js';
import { keepEvent } from './inbox/keep-event.js';
import { inboxPurger, purgeInbox } from './inbox/purge-inbox.js';
import { storeEvents } from './inbox/store-events.js';
import type { TrustedEvent } from './inbox/trusted-event.js';
import { migrations } from './migrations.js';
import { acceptWebhook } from './webhook/accept-webhook.js';
import { keyOf } from './webhook/verify-signature.js';

const grouping = { itemsMax: 200, slowMs: 500, heldMax: 2_000 };
const durations = { purgeIntervalMs: 60 * 60_000 };

/** The public endpoints: lets in what Coupa announces, by webhook or call-out, stores it, and passes it on as a notice. */
export const start = (config: IngressConfig): Promise<RunningApp> =>
  startApp({
    app: 'ingress',
    config,
    migrations,
    work,
    rawBody: true,
    inboundPaths: ['/webhooks/coupa', '/call-outs/coupa'],
    bodyLimitBytes: config.bodyLimitBytes,
  });

function work({ config, database, logger, metrics: registry }: AppParts<IngressConfig>): AppWork {
  const metrics = inboundMetrics(registry);
  const store = groupInserts(
    (events: readonly TrustedEvent[]) => storeEvents(database, events),
    isStorageAway,
    grouping,
  );
  const keep = keepEvent({ places: config, store, logger, metrics });
  const webhook = acceptWebhook({
    keys: webhookKeys(config),
    form: { encoding: config.signatureEncoding, prefix: config.signaturePrefix },
    signedText: config.signedText,
    // The sender's clock is not ours to scale.
    toleranceMs: config.timestampToleranceSeconds * 1000,
    keep,
    logger,
    metrics,
  });
  const callOut = acceptCallOut({
    client: {
      id: config.callOutClientId,
      secrets: secretsOf(config.callOutClientSecret, config.callOutClientSecretPrevious),
      scope: config.callOutScope,
      tokenLifeSeconds: config.callOutTokenLifeSeconds,
    },
    keep,
    logger,
    metrics,
  });
  const purger = inboxPurger({
    purge: () => purgeInbox(database, config.inboxKeepDays),
    intervalMs: scaleDurations(durations, config.timeScale).purgeIntervalMs,
    log: logger,
    count: (purged) => metrics.purged.inc(purged),
  });
  return { background: [purger], module: AppModule.with(webhook, callOut) };
}

/** The keys of the webhooks; throws Failure `configuration-invalid` where a secret is not what its encoding says. */
function webhookKeys({ webhookSecret, webhookSecretPrevious, secretEncoding }: IngressConfig): (string | Uint8Array)[] {
  return secretsOf(webhookSecret, webhookSecretPrevious).map((secret) => {
    const key = keyOf(secret, secretEncoding);
    if (key !== undefined) return key;
    throw new Failure('COUPA_WEBHOOK_SECRET or the one before it is no key of at least 16 bytes in base64.', {
      code: 'configuration-invalid',
      stage: 'configuration',
      disposition: 'park',
      fix: 'Copy the secret again as the sender shows it; COUPA_WEBHOOK_SECRET_ENCODING=text takes it for the key itself.',
    });
  });
}

/** The secrets that are configured, the current one first. */
const secretsOf = (...secrets: readonly (string | undefined)[]): string[] =>
  secrets.filter((secret) => secret !== undefined);
