import { config as cloudsuiteGateway } from '@sluice/cloudsuite-gateway/config';
import { config as console } from '@sluice/console/config';
import { config as coupaGateway } from '@sluice/coupa-gateway/config';
import { config as ingress } from '@sluice/ingress/config';
import { config as poSync } from '@sluice/po-sync/config';
import { Failure } from '@sluice/shared/failure';
import { config as supplierSync } from '@sluice/supplier-sync/config';
import { failedFrom, ok, type Finding } from './finding.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration of each app as far as it can be used, and what is wrong with the others. */
export function readConfigurations(environment: Environment) {
  const findings: Finding[] = [];
  const read = <Config>(definition: { app: string; parse(of: Environment): Config }): Config | undefined => {
    const check = `configuration of ${definition.app}`;
    try {
      const config = definition.parse(environment);
      findings.push(ok(check, 'can be used'));
      return config;
    } catch (thrown) {
      findings.push(failedFrom(check, Failure.from(thrown, 'configuration')));
      return undefined;
    }
  };
  read(ingress);
  const configurations = {
    coupa: read(coupaGateway),
    supplierSync: read(supplierSync),
    orders: read(poSync),
    m3: read(cloudsuiteGateway),
    console: read(console),
  };
  return { ...configurations, findings };
}
export type Configurations = ReturnType<typeof readConfigurations>;
