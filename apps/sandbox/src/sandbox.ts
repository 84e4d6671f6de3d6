import { Clock } from './clock.js';
import type { SandboxConfig } from './config.js';
import { CoupaSettings } from './coupa/coupa-settings.js';
import { CoupaDoor } from './coupa/coupa-door.js';
import { CoupaStore } from './coupa/coupa-store.js';
import { setUpIntegrations } from './coupa/integrations.js';
import { SCOPES } from './coupa/scopes.js';
import { CallOutSender } from './coupa/notices/call-out-sender.js';
import { NoticeTraffic } from './coupa/notices/notice-traffic.js';
import { WebhookSender } from './coupa/notices/webhook-sender.js';
import { FaultBoard } from './faults/fault-board.js';
import { ionAccount, type IonAccount } from './m3/ion-account.js';
import { IonGateway } from './m3/ion-gateway.js';
import { M3Settings } from './m3/m3-settings.js';
import { M3World } from './m3/m3-world.js';
import { TokenStore } from './token-store.js';

/** The part of the configuration that one of the two systems keeps and the admin API changes. */
const pick = (config: SandboxConfig, shape: object): object =>
  Object.fromEntries(Object.entries(config).filter(([name]) => Object.hasOwn(shape, name)));

/** A Coupa and an M3 behind ION, with everything they hold in memory. */
export class Sandbox {
  readonly clock: Clock;
  readonly faults = new FaultBoard();
  readonly account: IonAccount;
  readonly m3: M3World;
  readonly ion: IonGateway;
  readonly coupaStore: CoupaStore;
  readonly coupa: CoupaDoor;
  readonly webhooks: WebhookSender;
  readonly callOuts: CallOutSender;

  /** @param certificate the one that is served over TLS, as PEM */
  constructor(
    config: SandboxConfig,
    readonly certificate?: string,
  ) {
    const { faults } = this;
    const clock = new Clock(config.timeScale);
    this.clock = clock;
    this.account = ionAccount(config.tenant, config.adminToken);
    this.m3 = new M3World(clock, M3Settings.parse(pick(config, M3Settings.shape)), faults, config.seriesStart);
    this.ion = new IonGateway({ account: this.account, m3: this.m3, faults, clock });
    this.coupaStore = new CoupaStore(clock, CoupaSettings.parse(pick(config, CoupaSettings.shape)), setUpIntegrations);
    const scopes = config.coupaScopes === undefined ? SCOPES : new Set(config.coupaScopes.split(/\s+/));
    this.coupa = new CoupaDoor(
      { store: this.coupaStore, tokens: new TokenStore(clock), faults, clock },
      { id: config.coupaClientId, secret: config.coupaClientSecret, scopes },
    );
    const traffic = new NoticeTraffic(clock, faults);
    this.callOuts = new CallOutSender(clock, traffic, {
      url: config.callOutUrl,
      tokenUrl: config.callOutTokenUrl,
      clientId: config.callOutClientId,
      clientSecret: config.callOutClientSecret,
      scope: config.callOutScope,
    });
    this.webhooks = new WebhookSender(clock, traffic, this.coupaStore, {
      url: config.webhookUrl,
      secret: config.webhookSecret,
    });
  }

  /** Empties both systems, the faults and the logs. Tokens stay good, and no id or number is given a second time. */
  reset(): void {
    this.m3.reset();
    this.coupaStore.reset();
    this.faults.clear();
    this.ion.reset();
    this.coupa.calls.clear();
    this.webhooks.deliveries.clear();
    this.callOuts.log.clear();
  }

  async stop(): Promise<void> {
    this.clock.stop();
    await Promise.all([this.webhooks.stop(), this.callOuts.stop()]);
  }
}
