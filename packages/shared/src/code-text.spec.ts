import { describe, expect, it } from 'vitest';
import { toCode } from './code-text.js';

describe('a code is read as the person meant it who typed it', () => {
  it.each([
    ['a blank behind', 'KG ', 'KG'],
    ['a no-break blank before', '\u00A0KG', 'KG'],
    ['a narrow no-break blank between', 'Net\u202F30', 'Net 30'],
    ['a zero-width blank', 'K\u200BG', 'KG'],
    ['a soft hyphen', 'Installa\u00ADtion', 'Installation'],
    ['a byte order mark', '\uFEFFKG', 'KG'],
    ['a mark of direction', '\u200EKG\u200F', 'KG'],
    ['a tab and a line break', '\tKG\r\n', 'KG'],
    ['a blank of East Asian width', '\u3000KG', 'KG'],
    ['an accent of its own', 'Cafe\u0301', 'Caf\u00E9'],
    ['blanks alone', ' \u00A0\u200B ', ''],
    ['a blank between invisible ones', '\u200B KG \u200B', 'KG'],
  ])('%s: %j is %j', (_, written, code) => {
    expect(toCode(written)).toBe(code);
  });

  it.each(['Net 30', 'BRG-6204/ZZ', 'kg', 'Größe Ⅳ', '部品'])('%s stays as it is', (code) => {
    expect(toCode(code)).toBe(code);
  });

  it('is the same when it is read twice', () => {
    for (const written of [' a\u0301 ', '\u200B\u00A0x\u00AD']) expect(toCode(toCode(written))).toBe(toCode(written));
  });
});
