import { Failure } from '@sluice/shared/failure';
import type { AppName } from '@sluice/shared/topics';
import type { z } from 'zod';

/** One environment variable: its name, what it must be, and what a person needs to know to set it. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: Schema;
  /** One sentence for the person who sets it; also the comment in `.env.example`. */
  readonly description: string;
  readonly example?: string;
  /** A secret's value is never printed. */
  readonly secret?: boolean;
}

export type Settings = Readonly<Record<string, Setting>>;
type ValueIn<Of extends Settings, Name extends keyof Of> = z.output<Of[Name]['schema']>;
type MayBeAbsent<Of extends Settings> = {
  [Name in keyof Of]: undefined extends ValueIn<Of, Name> ? Name : never;
}[keyof Of];

/** What `parse` gives: a setting that may be left out is an optional property. */
export type ConfigOf<Of extends Settings> = {
  readonly [Name in Exclude<keyof Of, MayBeAbsent<Of>>]: ValueIn<Of, Name>;
} & { readonly [Name in MayBeAbsent<Of>]?: ValueIn<Of, Name> };

export interface ConfigDefinition<Of extends Settings = Settings> {
  readonly app: AppName | 'cli';
  readonly settings: readonly Setting[];
  /** Reads every setting; throws one Failure `configuration-invalid` that lists all problems and what to do about each. */
  parse(environment: Readonly<Record<string, string | undefined>>): ConfigOf<Of>;
}

export function setting<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  details: Omit<Setting, 'name' | 'schema'>,
): Setting<Schema> {
  return { name, schema, ...details };
}

/** What an app reads from its environment. An empty variable counts as not set; unknown ones are ignored. */
export function defineConfig<const Of extends Settings>(app: AppName | 'cli', settings: Of): ConfigDefinition<Of> {
  return {
    app,
    settings: Object.values(settings),
    parse(environment) {
      const problems: string[] = [];
      const values: Record<string, unknown> = {};
      for (const [property, one] of Object.entries(settings)) {
        const written = environment[one.name]?.trim() || undefined;
        const parsed = one.schema.safeParse(written);
        if (parsed.success) values[property] = parsed.data;
        else problems.push(problemOf(one, written, parsed.error));
      }
      if (problems.length > 0) throw configurationInvalid(app, problems);
      return values as ConfigOf<Of>;
    },
  };
}

function problemOf(one: Setting, written: string | undefined, error: z.ZodError): string {
  const example = one.example === undefined ? '' : ` Example: ${one.name}=${one.example}`;
  if (written === undefined) return `${one.name} is not set. ${one.description}${example}`;
  const shown = one.secret === true ? '' : ` ("${written}")`;
  const why = error.issues.map((issue) => issue.message).join('; ');
  return `${one.name}${shown} cannot be used: ${why}. ${one.description}${example}`;
}

function configurationInvalid(app: string, problems: readonly string[]): Failure {
  const list = problems.map((problem) => `  - ${problem}`).join('\n');
  return new Failure(`The configuration of ${app} has ${problems.length} problem(s):\n${list}`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Set these variables in the environment or in .env; .env.example explains each.',
  });
}
