import type { Script } from '@sluice/reconciler/decision';
import type { Outcome } from '@sluice/shared/messages/outcome';

const path = '/api/suppliers';
const answered = { fields: '["id","number","updated_at"]' };

/** The steps that leave a supplier in Coupa. */
const writes = { create: 'create-supplier', link: 'link-supplier' } as const;

/**
 * Coupa has no key against repetition: after a lost answer the new supplier is looked for by its number, which is unique
 * there, before it is sent again.
 */
export const createScript = (number: string, body: Readonly<Record<string, unknown>>): Script => ({
  system: 'coupa',
  kind: 'write',
  target: { ...body, number },
  steps: [
    {
      id: writes.create,
      method: 'POST',
      path,
      query: answered,
      body: { ...body, number },
      repeat: 'probe',
      probe: { path, query: { number, fields: '["id","number","updated_at"]' }, match: { number } },
    },
  ],
});

/** Coupa's field `number` is what links the two. */
export const linkScript = (supplierId: string, number: string): Script => ({
  system: 'coupa',
  kind: 'write',
  target: { supplierId, number },
  steps: [
    {
      id: writes.link,
      method: 'PUT',
      path: `${path}/${supplierId}`,
      query: answered,
      body: { number },
      repeat: 'safe',
    },
  ],
});

/** The supplier of Coupa's that a write has left there. */
export function identify(outcome: Outcome): { readonly supplierId: string } | undefined {
  const step = outcome.steps.find(({ id, state }) => state === 'ok' && (id === writes.create || id === writes.link));
  const id = step?.records.flat()[0]?.['id'];
  return typeof id === 'string' || typeof id === 'number' ? { supplierId: String(id) } : undefined;
}
