/** One line when a slow step begins and one when it is done, with the time it took. */
export async function step(name, work) {
  const startedAt = Date.now();
  process.stdout.write(`${name} …\n`);
  const result = await work();
  process.stdout.write(`${name}: done in ${seconds(Date.now() - startedAt)}\n`);
  return result;
}

export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** What a person must know or do; it is printed without a stack. */
export class Notice extends Error {
  /** 2 where a setting is wrong, as the apps end with it. */
  constructor(message, { exitCode = 1 } = {}) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Runs the main function of an entry script: of a `Notice` the message is printed, of anything else the stack. */
export async function runEntry(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (thrown) {
    process.stderr.write(`\n${thrown instanceof Notice ? thrown.message : (thrown?.stack ?? thrown)}\n`);
    process.exitCode = thrown instanceof Notice ? thrown.exitCode : 1;
  }
}
