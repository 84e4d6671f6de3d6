import { expect, it } from 'vitest';
import { tokensCommand } from './tokens-command.js';
import type { Terminal } from './terminal.js';

it('whoever makes a token is told that its name must be the login in Coupa: by that alone is whoever changed it seen', async () => {
  let out = '';
  const terminal = { out: (text: string) => (out += text) } as unknown as Terminal;
  const command = tokensCommand(terminal);
  await command.parseAsync(['new', 'ada'], { from: 'user' });
  expect(out).toContain('ada must be the login that its owner has in Coupa');
  expect(command.commands[0]?.helpInformation()).toContain('login in Coupa');
});
