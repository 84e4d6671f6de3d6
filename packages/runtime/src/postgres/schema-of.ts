/** The Postgres schema of an app: its name with underscores. No app reads another's. */
export const schemaOf = (app: string): string => app.replaceAll('-', '_');
