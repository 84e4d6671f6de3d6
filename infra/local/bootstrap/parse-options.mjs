import { parseArgs } from 'node:util';
import { Notice } from './progress.mjs';

/** The options of an entry script; undefined if only the help was asked for, which is then printed. */
export function parseOptions(args, options, help) {
  let values;
  try {
    ({ values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } }));
  } catch (error) {
    throw new Notice(`${error.message}\n\n${help}`);
  }
  if (!values.help) return values;
  process.stdout.write(`${help}\n`);
  return undefined;
}
