import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { config } from './config.js';
import { PersonalTokenList, PersonalTokens } from './personal-tokens.js';

const digest = (token: string) => createHash('sha256').update(token).digest('hex');
const tokensOf = (list: string) => new PersonalTokens(PersonalTokenList.parse(list));
const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('a person', () => {
  const tokens = tokensOf(`ada=${digest('a-1')}, grace=${digest('g-1').toUpperCase()},ada=${digest('a-2')}`);

  it.each([
    ['a-1', 'ada'],
    ['a-2', 'ada'],
    ['g-1', 'grace'],
    ['x-1', undefined],
    [digest('a-1'), undefined],
  ])('who bears %s is %s', (token, person) => {
    expect(tokens.personOf(bearing(token))).toBe(person);
  });

  it('is nobody without a token', () => {
    expect(tokens.personOf({ headers: {} })).toBeUndefined();
    expect(tokensOf('').personOf(bearing('a-1'))).toBeUndefined();
  });
});

describe('the list', () => {
  it.each([
    ['ada', 'entry 1 is not <name>=<64 hexadecimal digits>'],
    [`ada=${digest('a')},=${digest('b')}`, 'entry 2 is not'],
    [`ada=${digest('a').slice(1)}`, 'entry 1 is not'],
    [`ada=${digest('a')},grace=${digest('a')}`, 'ada and grace have the same token'],
    [`ada=${digest('a')},Ada=${digest('b')}`, 'ada and Ada are one name in two spellings'],
  ])('%s cannot be used, and why is said', (list, problem) => {
    const read = PersonalTokenList.safeParse(list);
    expect(read.error?.issues.map(({ message }) => message).join('; ')).toContain(problem);
  });

  it('is a secret: its example is one that nobody can use, and its entries are left out of logs', () => {
    const one = config.settings.find(({ name }) => name === 'SLUICE_PERSONAL_TOKENS');
    expect(one?.secret).toBe(true);
    // No token has this digest.
    expect(PersonalTokenList.parse(one?.example)).toEqual([{ name: 'ada', digest: Buffer.alloc(32) }]);
  });
});
