/** The process environment, as `defineConfig(…).parse` reads it; nothing else of the runtime looks at it. */
export const processEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;
