import { config as cloudsuiteGateway } from '@sluice/cloudsuite-gateway/config';
import { config as coupaGateway } from '@sluice/coupa-gateway/config';
import { config as poSync } from '@sluice/po-sync/config';
import { Failure } from '@sluice/shared/failure';
import { loadConfigs } from '../load-apps.js';
import { failedFrom, ok, unknown, warning, type Finding } from './finding.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether each app can use its configuration, and those by which the checks of Coupa and M3 ask, where they can be used. */
export async function readConfigurations(environment: Environment) {
  const findings = (await loadConfigs()).map((definition): Finding => {
    const check = `configuration of ${definition.app}`;
    try {
      definition.parse(environment);
      return ok(check, 'can be used');
    } catch (thrown) {
      return failedFrom(check, Failure.from(thrown, 'configuration'));
    }
  });
  return {
    findings,
    coupa: usable(coupaGateway, environment),
    orders: usable(poSync, environment),
    m3: usable(cloudsuiteGateway, environment),
  };
}
export type Configurations = Awaited<ReturnType<typeof readConfigurations>>;

function usable<Config>(definition: { parse(of: Environment): Config }, environment: Environment): Config | undefined {
  try {
    return definition.parse(environment);
  } catch {
    return undefined;
  }
}

/** Words in a name that mark an instance as not for production. */
const testMark = /(^|[-_.])(test|tst|dev|uat|stage|stg|staging|sandbox|demo|train|trn|qa|pre|preprod)\d*($|[-_.])/i;
const productionMark = /(^|[-_.])(prd|prod|production)\d*($|[-_.])/i;

/** A production Coupa with a test M3, or the reverse, would make real orders of trials or lose real ones. */
export function checkPairing(coupaUrl: string, tenant: string): Finding {
  const check = 'pairing';
  const { hostname } = new URL(coupaUrl);
  if (hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname)) return ok(check, 'Coupa is on this machine');
  const isTestCoupa = testMark.test(hostname);
  if (!testMark.test(tenant) && !productionMark.test(tenant))
    return unknown(check, `the tenant ${tenant} does not say what it is for`, 'Check that it belongs to this Coupa.');
  const isTestM3 = testMark.test(tenant);
  const detail = `Coupa at ${hostname} is ${kind(isTestCoupa)}, M3’s tenant ${tenant} is ${kind(isTestM3)}`;
  return isTestCoupa === isTestM3
    ? ok(check, detail)
    : warning(check, detail, 'Check COUPA_URL and IONAPI_FILE: they seem to belong to different landscapes.');
}

const kind = (isTest: boolean): string => (isTest ? 'for tests' : 'for production');
