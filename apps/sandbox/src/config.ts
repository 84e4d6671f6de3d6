import { z } from 'zod';
import { CoupaSettings } from './coupa/coupa-settings.js';
import { M3Settings } from './m3/m3-settings.js';

const SandboxShape = z.object({
  host: z.string().default('127.0.0.1'),
  /** 0 lets the system choose a free port. */
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  adminToken: z.string().min(8),
  coupaClientId: z.string().min(1),
  coupaClientSecret: z.string().min(1),
  /** Scopes that the Coupa client was granted, separated by blanks; without it, every scope there is. */
  coupaScopes: z.string().optional(),
  /** Without it nothing is notified until the admin API names a receiver. */
  webhookUrl: z.url().optional(),
  webhookSecret: z.string().min(1),
  /** Endpoint of Process Automator's call-outs, and where its token comes from. */
  callOutUrl: z.url().optional(),
  callOutTokenUrl: z.url().optional(),
  callOutClientId: z.string().min(1).optional(),
  callOutClientSecret: z.string().min(1).optional(),
  callOutScope: z.string().min(1).optional(),
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .refine((name) => !['admin', 'coupa', 'health', 'ion'].includes(name), 'is an address of the sandbox itself')
    .default('SANDBOX_TST'),
  /** PEM files of a certificate and its key: with both, everything is served over TLS. */
  tlsCertFile: z.string().optional(),
  tlsKeyFile: z.string().optional(),
  /** TLS with a certificate for `localhost` and the host, made at the start and signed by itself. */
  tlsSelfSigned: z.stringbool().or(z.boolean()).default(false),
  timeScale: z.coerce.number().positive().default(1),
  /** Where M3's number series begin; without it they begin at a number of the time, so that a restart repeats none. */
  seriesStart: z.coerce.number().int().min(1).max(999_999_999).optional(),
  ...M3Settings.shape,
  ...CoupaSettings.shape,
});

/** What the sandbox is started with. Durations are real ones; `timeScale` is multiplied in when they are used. */
export const SandboxConfig = SandboxShape.refine(
  ({ tlsCertFile, tlsKeyFile }) => (tlsCertFile === undefined) === (tlsKeyFile === undefined),
  { path: ['tlsKeyFile'], error: 'a certificate and its key belong together' },
);

export type SandboxConfig = z.output<typeof SandboxConfig>;

/** What `start` accepts: everything with a default may be left out. */
export type SandboxSettings = z.input<typeof SandboxConfig>;

const variables: Readonly<Record<keyof SandboxConfig, string>> = {
  host: 'SANDBOX_HOST',
  port: 'SANDBOX_PORT',
  adminToken: 'SANDBOX_ADMIN_TOKEN',
  coupaClientId: 'SANDBOX_COUPA_CLIENT_ID',
  coupaClientSecret: 'SANDBOX_COUPA_CLIENT_SECRET',
  coupaScopes: 'SANDBOX_COUPA_SCOPES',
  webhookUrl: 'SANDBOX_WEBHOOK_URL',
  webhookSecret: 'SANDBOX_WEBHOOK_SECRET',
  callOutUrl: 'SANDBOX_CALL_OUT_URL',
  callOutTokenUrl: 'SANDBOX_CALL_OUT_TOKEN_URL',
  callOutClientId: 'SANDBOX_CALL_OUT_CLIENT_ID',
  callOutClientSecret: 'SANDBOX_CALL_OUT_CLIENT_SECRET',
  callOutScope: 'SANDBOX_CALL_OUT_SCOPE',
  webhookFormat: 'SANDBOX_WEBHOOK_FORMAT',
  callOutFormat: 'SANDBOX_CALL_OUT_FORMAT',
  door: 'SANDBOX_COUPA_DOOR',
  tenant: 'SANDBOX_TENANT',
  tlsCertFile: 'SANDBOX_TLS_CERT_FILE',
  tlsKeyFile: 'SANDBOX_TLS_KEY_FILE',
  tlsSelfSigned: 'SANDBOX_TLS_SELF_SIGNED',
  timeScale: 'SANDBOX_TIME_SCALE',
  ionTokenSeconds: 'SANDBOX_ION_TOKEN_SECONDS',
  ionClientCredentials: 'SANDBOX_ION_CLIENT_CREDENTIALS',
  ionRefreshTokens: 'SANDBOX_ION_REFRESH_TOKENS',
  ionClientSpelling: 'SANDBOX_ION_CLIENT_SPELLING',
  ionNullMembers: 'SANDBOX_ION_NULL_MEMBERS',
  transferDelayMs: 'SANDBOX_TRANSFER_DELAY_MS',
  searchLagMs: 'SANDBOX_SEARCH_LAG_MS',
  deliveryAddressType: 'SANDBOX_DELIVERY_ADDRESS_TYPE',
  tellOfFailedEntries: 'SANDBOX_TELL_OF_FAILED_ENTRIES',
  olderRelease: 'SANDBOX_M3_OLDER_RELEASE',
  lackingPrograms: 'SANDBOX_M3_LACKING_PROGRAMS',
  requiredInputs: 'SANDBOX_M3_REQUIRED_INPUTS',
  blankMarkPrograms: 'SANDBOX_M3_BLANK_MARK_PROGRAMS',
  listLimit: 'SANDBOX_M3_LIST_LIMIT',
  quotaKind: 'SANDBOX_QUOTA_KIND',
  quotaAllow: 'SANDBOX_QUOTA_ALLOW',
  quotaPeriodMs: 'SANDBOX_QUOTA_PERIOD_MS',
  quotaRetryAfter: 'SANDBOX_QUOTA_RETRY_AFTER',
  seriesStart: 'SANDBOX_SERIES_START',
  topLevelCustomFields: 'SANDBOX_COUPA_TOP_LEVEL_CUSTOM_FIELDS',
  customFields: 'SANDBOX_COUPA_CUSTOM_FIELDS',
  apiFilters: 'SANDBOX_COUPA_API_FILTERS',
  lockClosedOrders: 'SANDBOX_COUPA_LOCK_CLOSED_ORDERS',
  resetExportedOnEveryChange: 'SANDBOX_COUPA_RESET_EXPORTED_ON_EVERY_CHANGE',
  refuseYoungTokens: 'SANDBOX_COUPA_REFUSE_YOUNG_TOKENS',
  requestsPerSecond: 'SANDBOX_COUPA_REQUESTS_PER_SECOND',
  queuedRequests: 'SANDBOX_COUPA_QUEUED_REQUESTS',
  integrations: 'SANDBOX_COUPA_INTEGRATIONS',
};

const isSetting = (name: PropertyKey): name is keyof SandboxConfig => Object.hasOwn(variables, name);

/** Reads the environment. Throws one error that names every problem. An empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): SandboxConfig {
  const given = Object.fromEntries(
    Object.entries(variables).flatMap(([name, variable]) =>
      environment[variable] ? [[name, environment[variable]] as const] : [],
    ),
  );
  const parsed = SandboxConfig.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path[0];
    return `  ${name !== undefined && isSetting(name) ? variables[name] : String(name)}: ${issue.message}`;
  });
  throw new Error(`The sandbox cannot start with this environment:\n${problems.join('\n')}`);
}
