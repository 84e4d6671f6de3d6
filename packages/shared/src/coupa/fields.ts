/**
 * Which fields of a document are asked of Coupa, by their names in Coupa's queries (underscores): a name, or an object
 * with its own fields; `{}` asks for all that it has.
 */
export type CoupaFields = readonly (
  | string
  | { readonly [field: string]: CoupaFields | Readonly<Record<string, never>> }
)[];

/** Named by the tenant, so all of them are asked for. */
export const customFields = { custom_fields: {} } as const;
