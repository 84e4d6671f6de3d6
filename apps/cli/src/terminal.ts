/** What a command sees of the machine. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder; paths that a person gives are relative to it. */
  readonly folder: string;
  /** Who calls, for the history. */
  readonly user: string;
  /** Whether results go to a person's screen that shows colours. */
  readonly colour?: boolean;
  /** How this command is called here, `sluice` unless it says so: in a clone it is `npx sluice`. */
  readonly program?: string;
  /** How wide a person’s screen is; left out where results go elsewhere. */
  readonly columns?: number | undefined;
  /** Results. */
  out(text: string): void;
  /** Everything that is no result. */
  err(text: string): void;
}
