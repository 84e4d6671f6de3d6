import { readFileSync } from 'node:fs';
import { Failure } from '@sluice/shared/failure';
import type { AppName } from '@sluice/shared/apps';
import type { z } from 'zod';

/** One environment variable: its name, what it must be, and what a person needs to know to set it. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: Schema;
  /** One sentence for the person who sets it; also the comment in `.env.example`. */
  readonly description: string;
  readonly example?: string;
  /** A secret's value is never printed or recorded, and it may be given as a file: `<name>_FILE` is then its path. */
  readonly secret?: boolean;
  /** The variable that holds it for one app alone, and wins over `name`. */
  readonly ofApp?: (app: AppName | 'cli') => string;
}

export type Settings = Readonly<Record<string, Setting>>;
type ValueIn<Of extends Settings, Name extends keyof Of> = z.output<Of[Name]['schema']>;
type MayBeAbsent<Of extends Settings> = {
  [Name in keyof Of]: undefined extends ValueIn<Of, Name> ? Name : never;
}[keyof Of];

/** What `parse` gives: a setting that may be left out is an optional property. */
export type ConfigOf<Of extends Settings> = {
  readonly [Name in Exclude<keyof Of, MayBeAbsent<Of>>]: ValueIn<Of, Name>;
} & { readonly [Name in MayBeAbsent<Of>]?: ValueIn<Of, Name> } & { readonly secrets: Secrets<Of> };

/** The settings of a configuration that are marked secret. */
export interface Secrets<Of extends Settings> {
  /**
   * The value as it is now: where the setting is given as a file, the file is read again, so that a secret can change while
   * the app runs. Throws Failure `configuration-invalid` where the file cannot be read or its content cannot be used.
   */
  readAgain<Name extends keyof Of>(name: Name): ValueIn<Of, Name>;
  /** Every secret text that was read so far, to be kept out of records. */
  texts(): readonly string[];
  /** Called whenever a secret that is read again is a new one, before its value is returned. */
  onNew(listener: (text: string) => void): void;
}

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
      const texts = new Set<string>();
      const listeners: ((text: string) => void)[] = [];
      const note = (text: string): void => {
        if (texts.has(text)) return;
        texts.add(text);
        for (const listener of listeners) listener(text);
      };
      for (const [property, one] of Object.entries(settings)) {
        const read = readSetting(app, one, environment, note);
        if ('problem' in read) problems.push(read.problem);
        else values[property] = read.value;
      }
      if (problems.length > 0) throw configurationInvalid(app, problems);
      const secrets: Secrets<Of> = {
        readAgain(name) {
          const read = readSetting(app, settings[name] as Setting, environment, note);
          if ('problem' in read) throw configurationInvalid(app, [read.problem]);
          return read.value as ValueIn<Of, typeof name>;
        },
        texts: () => [...texts],
        onNew: (listener) => void listeners.push(listener),
      };
      return { ...values, secrets } as ConfigOf<Of>;
    },
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `note` is given each secret: as it was written, and for an address with a password in it that password. */
function readSetting(
  app: AppName | 'cli',
  one: Setting,
  environment: Environment,
  note: (text: string) => void,
): { readonly value: unknown } | { readonly problem: string } {
  const names = [...(one.ofApp ? [one.ofApp(app)] : []), one.name];
  const name = names.find((each) => isSet(environment[each]) || isSet(fileOf(one, each, environment))) ?? one.name;
  const given = textOf(one, name, environment);
  if ('problem' in given) return given;
  const { written } = given;
  const parsed = one.schema.safeParse(written);
  if (!parsed.success) return { problem: problemOf(one, name, written, parsed.error) };
  if (one.secret === true && written !== undefined) for (const text of secretTexts(written)) note(text);
  return { value: parsed.data };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

/** Only a secret may be given as a file. */
const fileOf = (one: Setting, name: string, environment: Environment): string | undefined =>
  one.secret === true ? environment[`${name}_FILE`] : undefined;

function textOf(
  one: Setting,
  name: string,
  environment: Environment,
): { written: string | undefined } | { problem: string } {
  const written = environment[name]?.trim() || undefined;
  const file = fileOf(one, name, environment)?.trim();
  if (!file) return { written };
  if (written !== undefined) return { problem: `${name} and ${name}_FILE are both set. Leave one of them out.` };
  try {
    return { written: readFileSync(file, 'utf8').trim() || undefined };
  } catch (thrown) {
    const why = (thrown as NodeJS.ErrnoException).code ?? String(thrown);
    return { problem: `${name}_FILE ("${file}") cannot be read: ${why}. ${one.description}` };
  }
}

/** Of a list each entry is a secret; of an address the password is, and the rest of it would be found in harmless texts. */
function secretTexts(written: string): string[] {
  const url = URL.parse(written);
  if (url?.host) return [url.password, decoded(url.password)].filter((text) => text !== '');
  return [...new Set([written, ...written.split(',').map((entry) => entry.trim())])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function problemOf(one: Setting, name: string, written: string | undefined, error: z.ZodError): string {
  const example = one.example === undefined ? '' : ` Example: ${name}=${one.example}`;
  if (written === undefined) return `${name} is not set. ${one.description}${example}`;
  const shown = one.secret === true ? '' : ` ("${withoutLogin(written)}")`;
  const why = error.issues.map((issue) => issue.message).join('; ');
  return `${name}${shown} cannot be used: ${why}. ${one.description}${example}`;
}

/** A login that somebody wrote before a host is not shown, whatever the setting is for. */
const withoutLogin = (text: string): string => text.replaceAll(/[^\s,;/@]+:[^\s,;/@]*@/g, '…@');

function configurationInvalid(app: string, problems: readonly string[]): Failure {
  const list = problems.map((problem) => `  - ${problem}`).join('\n');
  return new Failure(`The configuration of ${app} has ${problems.length} problem(s):\n${list}`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: 'Set these variables in the environment or in .env; .env.example explains each.',
  });
}
