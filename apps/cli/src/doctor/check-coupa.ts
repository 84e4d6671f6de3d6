import { coupaSideOf, fetchedTypes } from '@sluice/shared/document-types';
import type { CoupaProbe } from './ask-coupa.js';
import { failedFrom, ok, warning, type Finding } from './finding.js';

/** Whether Coupa gives a token with every scope asked for, and lets each list be read. */
export async function checkCoupa(coupa: CoupaProbe, wanted: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    findings.push(tokenFinding(await coupa.takeToken(), wanted));
  } catch (thrown) {
    return [failedFrom('coupa token', thrown)];
  }
  for (const list of fetchedTypes.map((type) => coupaSideOf(type).path))
    try {
      await coupa.readOne(list);
      findings.push(ok(`coupa ${list}`, 'can be read'));
    } catch (thrown) {
      findings.push(failedFrom(`coupa ${list}`, thrown));
    }
  return findings;
}

function tokenFinding(given: readonly string[], wanted: string): Finding {
  const check = 'coupa token';
  const missing = given.length === 0 ? [] : wanted.split(' ').filter((scope) => !given.includes(scope));
  if (missing.length > 0)
    return warning(
      check,
      `was given without ${missing.join(', ')}`,
      'Give the OAuth client in Coupa these scopes, or take them out of COUPA_SCOPES.',
    );
  return ok(check, given.length === 0 ? 'was given' : `was given with ${given.length} scope(s)`);
}
