import { objects } from '../../dist/coupa/fields/objects.js';
import { answers } from './answers.mjs';
import { compareFields } from './compare-fields.mjs';
import { readRelease } from './release.mjs';

const print = (line) => process.stdout.write(`${line}\n`);

/** Prints each call of a sandbox with what is not as the release has it. Answers the exit code. */
export async function checkRelease(folder) {
  const release = readRelease(folder);
  const given = await answers();
  const problems = compareFields(objects, release.definitions);
  problems.forEach(print);
  for (const answer of given) {
    const { object, problems: found } = release.check(answer);
    const [path, query = ''] = answer.path.split('?');
    const call = `${answer.method} ${path}${query === '' ? '' : `?${query.split('=', 1)[0]}=…`}`;
    print(found.length === 0 ? `${call} is ${object}` : [call, ...found].join('\n    '));
    problems.push(...found);
  }
  print(
    problems.length === 0
      ? `\n${given.length} answers and ${Object.keys(objects).length} objects are as the release has them.`
      : `\n${problems.length} are not as the release has them.`,
  );
  return problems.length === 0 ? 0 : 1;
}
