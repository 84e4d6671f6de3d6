import { ok, unknown, warning, type Finding } from './finding.js';

/** Marks by which people tell instances that are not for production. */
const testMark = /(^|[-_.])(test|tst|dev|uat|stage|stg|staging|sandbox|demo|train|trn|qa|pre|preprod)\d*($|[-_.])/i;
const productionMark = /(^|[-_.])(prd|prod|production)\d*($|[-_.])/i;

/** A production Coupa with a test M3, or the reverse, would make real orders of trials or lose real ones. */
export function checkPairing(coupaUrl: string, tenant: string): Finding {
  const check = 'pairing';
  const { hostname } = new URL(coupaUrl);
  if (hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname)) return ok(check, 'Coupa is on this machine');
  const isTestCoupa = testMark.test(hostname);
  if (!testMark.test(tenant) && !productionMark.test(tenant))
    return unknown(check, `the tenant ${tenant} does not say what it is for`, 'Look whether it belongs to this Coupa.');
  const isTestM3 = testMark.test(tenant);
  const detail = `Coupa at ${hostname} is ${kind(isTestCoupa)}, M3’s tenant ${tenant} is ${kind(isTestM3)}`;
  return isTestCoupa === isTestM3
    ? ok(check, detail)
    : warning(check, detail, 'Look at COUPA_URL and IONAPI_FILE: they seem to belong to different landscapes.');
}

const kind = (isTest: boolean): string => (isTest ? 'for tests' : 'for production');
