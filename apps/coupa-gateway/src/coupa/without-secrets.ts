/** Fields of Coupa's documents that carry credentials: `cxml-secret`, `cxml-http-password`, `coupa-connect-secret`, … */
const secretField = /secret|password|social-security/i;

/**
 * A document without Coupa's credential fields, at any depth. Sluice never asks for them, but an instance may be set up
 * to answer more than was asked.
 */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([field]) => !secretField.test(field));
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutSecrets(inner)]));
}
