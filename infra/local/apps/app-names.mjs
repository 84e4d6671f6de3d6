/** In the order in which a document meets them. */
export const appNames = ['ingress', 'coupa-gateway', 'supplier-sync', 'po-sync', 'cloudsuite-gateway', 'console'];
