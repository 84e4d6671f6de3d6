/** The apps of an installation, in the order in which a document meets them. The launcher, the doctor and migrations go by it. */
export const appNames = [
  'ingress',
  'coupa-gateway',
  'supplier-sync',
  'po-sync',
  'cloudsuite-gateway',
  'console',
] as const;
export type AppName = (typeof appNames)[number];
