import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const isSpec = (file) => /[.]spec[.]ts$|\/fixtures\//.test(file);

/** What imports alone do not show. Each rule names the files that it applies to, what they must not contain, and why. */
const rules = [
  {
    name: 'environment-in-config',
    applies: (file) => !isSpec(file) && !file.endsWith('/config.ts'),
    forbidden:
      /\bprocess\s*(\.\s*env\b|\[\s*['"`]env)|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*['"](node:)?process['"]/g,
    why: 'the environment is read in config.ts alone, so that all of it is checked at the start',
  },
  {
    name: 'domain-has-no-clock',
    applies: (file) => file.includes('/domain/') && !isSpec(file),
    forbidden:
      /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bset(Timeout|Interval|Immediate)\b|\bprocess\.hrtime\b/g,
    why: 'the time comes in as data, so that a decision can be asked again',
  },
  {
    name: 'domain-has-no-randomness',
    applies: (file) => file.includes('/domain/') && !isSpec(file),
    forbidden: /\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/g,
    why: 'ids come in as data, so that the same knowledge gives the same decision',
  },
  {
    name: 'bank-accounts-have-one-way-out',
    applies: (file) =>
      !isSpec(file) && !file.startsWith('apps/supplier-sync/src/domain/bank/') && !file.startsWith('apps/sandbox/'),
    forbidden: /CRS692MI|\b(Add|Chg|Upd|Del)(Bank|Bnk)Acc\w*/gi,
    why: 'nothing may name what writes a bank account: only apps/supplier-sync/src/domain/bank does, after two people have approved',
  },
];

/** The lines below `folder` that break a rule, one sentence each. Comments are ignored. */
export function checkText(folder) {
  const files = globSync('{apps,packages}/*/src/**/*.ts', { cwd: folder });
  return files.flatMap((file) => {
    const text = withoutComments(readFileSync(join(folder, file), 'utf8'));
    return rules
      .filter(({ applies }) => applies(file))
      .flatMap(({ name, forbidden, why }) =>
        [...text.matchAll(forbidden)].map(
          ({ 0: found, index }) => `${file}:${lineAt(text, index)} has ${found.trim()}: ${name}. Here ${why}.`,
        ),
      );
  });
}

/** Comments become blanks, so that the lines keep their numbers; `https://` in a text is no comment. */
const withoutComments = (text) =>
  text
    .replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`])\/\/[^\n]*/g, (_, before) => before);

const lineAt = (text, index) => text.slice(0, index).split('\n').length;
