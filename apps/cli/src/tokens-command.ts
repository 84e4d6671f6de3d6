import { createHash, randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { outputOption, printJson, type Output } from './output.js';
import type { Terminal } from './terminal.js';

export function tokensCommand(terminal: Terminal): Command {
  const tokens = new Command('tokens').description(
    'Tokens by which the console knows a person, for answers that need several persons.',
  );
  tokens
    .command('new')
    .description(
      'Print a new token, once, and the line that lets the console know its person. Name it as the login that the person has in Coupa: whoever changed a bank account there is not to approve it. Asks nobody and keeps nothing.',
    )
    .argument('<name>', 'whose token it is: their login in Coupa, of an address the part before @', nameOf)
    .addOption(outputOption())
    .action((name: string, { output }: { output: Output }) => printNew(terminal, name, output));
  return tokens;
}

/** The characters between which the setting of the console tells one entry from the next. */
function nameOf(written: string): string {
  const name = written.trim().normalize();
  if (/^[^=,\p{Cc}]{1,100}$/u.test(name)) return name;
  throw new InvalidArgumentError('A name has 1 to 100 characters, and no comma and no = in it.');
}

function printNew(terminal: Terminal, name: string, output: Output): void {
  const token = randomBytes(32).toString('base64url');
  const entry = `${name}=${createHash('sha256').update(token).digest('hex')}`;
  if (output === 'json') return printJson(terminal, { name, token, entry });
  terminal.out(`Token of ${name}, which is shown only now:

  ${token}

For the console, which keeps its digest and never the token: add this to SLUICE_PERSONAL_TOKENS, after a comma where
others stand there, and restart the console.

  ${entry}

${name} must be the login that its owner has in Coupa (of an address, the part before @): whoever changes a bank account
there does not count among those who approve it, and Sluice sees that by this name alone.

For ${name}: keep the token as a password is kept, and set it as SLUICE_PERSONAL_TOKEN for \`sluice\`.
`);
}
