import { migrations as cloudsuiteGateway } from '@sluice/cloudsuite-gateway/migrations';
import { migrations as console } from '@sluice/console/migrations';
import { migrations as coupaGateway } from '@sluice/coupa-gateway/migrations';
import { migrations as ingress } from '@sluice/ingress/migrations';
import { migrations as poSync } from '@sluice/po-sync/migrations';
import type { MigrationClass } from '@sluice/runtime/postgres/migrate';
import type { AppName } from '@sluice/shared/topics';
import { migrations as supplierSync } from '@sluice/supplier-sync/migrations';

/** Each app owns a schema and states its steps; the command only runs them. */
export const migrationsOfApps: readonly { readonly app: AppName; readonly migrations: readonly MigrationClass[] }[] = [
  { app: 'ingress', migrations: ingress },
  { app: 'coupa-gateway', migrations: coupaGateway },
  { app: 'supplier-sync', migrations: supplierSync },
  { app: 'po-sync', migrations: poSync },
  { app: 'cloudsuite-gateway', migrations: cloudsuiteGateway },
  { app: 'console', migrations: console },
];
