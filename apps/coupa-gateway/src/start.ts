import { outboundProxyOf } from '@sluice/dispatcher/outbound-proxy-settings';
import { startGateway } from '@sluice/dispatcher/start-gateway';
import { requireSealing } from '@sluice/runtime/config/supplier-bank-settings';
import { scaleDurations } from '@sluice/runtime/durations';
import type { RunningApp } from '@sluice/runtime/start-app';
import { CoupaClient } from '@sluice/shared/coupa-client/coupa-client';
import { coupaTokenPolicy } from '@sluice/shared/coupa-client/coupa-token';
import { coupaAccount, type CoupaGatewayConfig } from './config.js';
import { coupaProtocol } from './coupa-protocol.js';
import { migrations } from './migrations.js';
import { ownWork } from './own-work.js';

const tokenTimeoutMs = 30_000;

/** The only caller of Coupa: fetches what was announced, and carries out what a sync asks for. */
export const start = async (config: CoupaGatewayConfig): Promise<RunningApp> => {
  requireSealing(config);
  return startGateway({
    app: 'coupa-gateway',
    config,
    system: 'coupa',
    migrations,
    requestsOpenMax: 1,
    protocol: (parts, { connectTimeoutMs }) => {
      const { renew, ...durations } = coupaTokenPolicy;
      return coupaProtocol({
        coupaUrl: config.coupaUrl,
        bankFields: config.bankFields,
        transport: new CoupaClient(coupaAccount(parts), {
          connectTimeoutMs,
          tokens: { renew, ...scaleDurations(durations, config.timeScale) },
          tokenTimeoutMs,
          proxy: outboundProxyOf(config),
        }),
      });
    },
    own: ownWork,
  });
};
