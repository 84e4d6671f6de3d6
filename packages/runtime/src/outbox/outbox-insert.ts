/** A row of the outbox before it has an id; `value` and `headers` are JSON. */
export interface OutboxInsert {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
}

/** The rows as the four parameters of `outboxInsert`. */
export const columnsOf = (rows: readonly OutboxInsert[]): string[][] => [
  rows.map(({ topic }) => topic),
  rows.map(({ key }) => key),
  rows.map(({ value }) => value),
  rows.map(({ headers }) => headers),
];

/**
 * SQL that inserts many rows, given as columns in four parameters from `$first` on. `where` may choose among them by
 * `place`, their position from 1 on. The identity is drawn in that order, and the relay publishes in the order of the identity.
 */
export const outboxInsert = (first = 1, where = 'true'): string => `
  INSERT INTO outbox (topic, key, value, headers)
  SELECT topic, key, value::json, headers::jsonb
  FROM unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::text[], $${first + 3}::text[])
       WITH ORDINALITY AS message (topic, key, value, headers, place)
  WHERE ${where}
  ORDER BY place`;
