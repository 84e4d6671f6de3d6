import { outboundProxyOf } from '@sluice/dispatcher/outbound-proxy-settings';
import { startGateway } from '@sluice/dispatcher/start-gateway';
import { scaleDurations } from '@sluice/runtime/durations';
import type { RunningApp } from '@sluice/runtime/start-app';
import { IonClient } from '@sluice/shared/ion/ion-client';
import { ionTokenPolicy } from '@sluice/shared/ion/ion-token';
import { m3BulkUrl } from '@sluice/shared/ion/urls';
import { parseQuota, scaleQuota } from '@sluice/shared/quota/quota';
import type { CloudsuiteGatewayConfig } from './config.js';
import { ionApiCredentials } from './ionapi-credentials.js';
import { m3Protocol } from './m3-protocol.js';
import { migrations } from './migrations.js';

const tokenTimeoutMs = 30_000;

/** The only caller of M3: runs what the syncs ask for, once, and tells them how it ended. */
export const start = (config: CloudsuiteGatewayConfig): Promise<RunningApp> => {
  const quota = scaleQuota(parseQuota(config.quota), config.timeScale);
  return startGateway({
    app: 'cloudsuite-gateway',
    config,
    system: 'm3',
    migrations,
    requestsOpenMax: quota.concurrency,
    protocol: ({ logger, redaction }, { connectTimeoutMs }) =>
      m3Protocol({
        quota,
        bulkUrl: m3BulkUrl(config.ionApi, config.m3ApiPath),
        transactionsPerRequest: config.transactionsPerRequest,
        transport: new IonClient(ionApiCredentials(config.ionApi, { log: logger, redaction }), {
          connectTimeoutMs,
          socketsMax: quota.concurrency,
          tokenAuth: config.tokenAuth,
          proxy: outboundProxyOf(config),
          tokens: { ...ionTokenPolicy, renew: scaleDurations(ionTokenPolicy.renew, config.timeScale) },
          ...scaleDurations({ tokenTimeoutMs }, config.timeScale),
        }),
      }),
  });
};
