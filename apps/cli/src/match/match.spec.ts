import { describe, expect, it } from 'vitest';
import { comparableName, likeness } from './comparable-name.js';
import { findDuplicates, findEqualWhenShort } from './find-alike.js';
import { readMatchFile, writeMatchFile } from './match-file.js';
import { proposePairs } from './propose-pairs.js';
import type { CoupaSupplier, M3Supplier } from './unlinked-supplier.js';

const coupa = (id: string, name: string, over: Partial<CoupaSupplier> = {}): CoupaSupplier => ({ id, name, ...over });
const m3 = (number: string, name: string, over: Partial<M3Supplier> = {}): M3Supplier => ({
  company: '100',
  number,
  name,
  ...over,
});
const acmeIn = (company: string, number: string) => m3(number, 'Acme', { company, taxId: 'BE1' });
const read = (text: string) => readMatchFile(new TextEncoder().encode(text));
const shown = (ofCoupa: readonly CoupaSupplier[], ofM3: readonly M3Supplier[]) =>
  proposePairs(ofCoupa, ofM3).pairs.map(
    ({ coupa: one, m3: other, score, why, isAmbiguous, isSure }) =>
      `${one.id} ${other.number} ${score} ${why}${isAmbiguous ? ' ambiguous' : ''}${isSure ? ' sure' : ''}`,
  );

describe('names are compared without what is written now so and now so', () => {
  it.each([
    ['Acme Bearings GmbH & Co. KG', 'ACME BEARINGS'],
    ['Société Générale de Roulements S.A.', 'Societe Generale de Roulements'],
    ['Łódź Łożyska sp. z o.o.', 'Lodz Lozyska'],
    ['AB Volvo', 'Volvo AB'],
    ['Straßenbau Müller', 'Strassenbau Muller'],
  ])('%s is %s', (one, other) => {
    expect(likeness(comparableName(one), comparableName(other))).toBeGreaterThan(0.97);
  });

  it('a name of nothing but legal forms keeps them', () => {
    expect(comparableName('SE AG').text).toBe('se ag');
  });
});

describe('pairs', () => {
  it('S26: the same tax id is a pair to link, however it is punctuated, and says why', () => {
    expect(
      shown(
        [coupa('17', 'Acme Bearings GmbH', { taxId: 'BE 0123.456.789', town: 'Ghent' })],
        [m3('Y30001', 'ACME BEARINGS', { taxId: 'BE0123456789', town: 'GHENT' })],
      ),
    ).toEqual(['17 Y30001 100 same tax id; same name; same town sure']);
  });

  it('the same number is one, with or without zeros before it, as number or as account', () => {
    expect(
      shown(
        [coupa('17', 'Acme', { number: '4711' }), coupa('18', 'Bolts', { accountNumber: 'y5' })],
        [m3('0004711', 'Acme'), m3('Y5', 'Screws')],
      ),
    ).toEqual(['17 0004711 100 same number; same name sure', '18 Y5 55 same number sure']);
  });

  it('a name alone is proposed and left to a person', () => {
    expect(shown([coupa('17', 'Acme Bearings Ltd')], [m3('Y1', 'Acme Bearings')])).toEqual(['17 Y1 45 same name']);
  });

  it('a name that M3 cut at 36 characters is compared that far', () => {
    const name = 'Consolidated Bearings and Transmissions of Flanders';
    const [pair] = proposePairs([coupa('17', name)], [m3('Y1', name.slice(0, 36))]).pairs;
    expect(pair?.why).toBe('same name');
  });

  it('another tax id speaks against a name', () => {
    expect(
      shown([coupa('17', 'Acme Bearings', { taxId: 'BE1' })], [m3('Y1', 'Acme Bearings', { taxId: 'NL2' })]),
    ).toEqual([]);
  });

  it('of two candidates that are nearly as likely none is guessed; both are shown', () => {
    expect(
      shown(
        [coupa('17', 'Acme Bearings', { taxId: 'BE1' })],
        [m3('Y1', 'Acme Bearings', { taxId: 'BE1' }), m3('Y2', 'Acme Bearing', { taxId: 'BE1' })],
      ),
    ).toEqual(['17 Y1 100 same tax id; same name ambiguous', expect.stringMatching(/^17 Y2 9\d .* ambiguous$/)]);
  });

  it('a candidate that surely belongs to another is none', () => {
    expect(
      shown(
        [coupa('1', 'Acme Bearings', { taxId: 'BE1' }), coupa('2', 'Acme Bearings')],
        [m3('Y1', 'Acme Bearings', { taxId: 'BE1' }), m3('Y2', 'Acme Bearings')],
      ),
    ).toEqual(['1 Y1 100 same tax id; same name sure', '2 Y2 45 same name']);
  });

  it('an identifier that two of a system have makes nobody sure', () => {
    const pairs = proposePairs(
      [coupa('1', 'Acme Ghent', { taxId: 'BE1' }), coupa('2', 'Zulu Pumps', { taxId: 'BE1' })],
      [m3('Y1', 'Acme Ghent', { taxId: 'BE1' })],
    ).pairs;
    expect(pairs.filter(({ isSure }) => isSure)).toEqual([]);
  });

  it('S08: in each company of M3 a supplier has its pair, and two numbers for one supplier are for a person', () => {
    const acme = coupa('1', 'Acme', { taxId: 'BE1' });
    expect(shown([acme], [acmeIn('100', 'Y1'), acmeIn('200', 'Y1')])).toEqual([
      expect.stringContaining('sure'),
      expect.stringContaining('sure'),
    ]);
    expect(shown([acme], [acmeIn('100', 'Y1'), acmeIn('200', 'Y2')]).filter((one) => one.endsWith('sure'))).toEqual([]);
  });

  it('who has no pair is told', () => {
    const { onlyInCoupa, onlyInM3 } = proposePairs([coupa('1', 'Acme')], [m3('Y1', 'Zulu Pumps')]);
    expect([onlyInCoupa, onlyInM3]).toMatchObject([[{ id: '1' }], [{ number: 'Y1' }]]);
  });

  it('S28: 30,000 suppliers of each system are paired in seconds', () => {
    const words = [
      'Acme',
      'Global',
      'North',
      'Trading',
      'Steel',
      'Pumps',
      'Parts',
      'Tools',
      'Valves',
      'Cables',
      'Foods',
    ];
    const nameOf = (index: number) =>
      `${words[index % 11]} ${words[(index * 7) % 11]} ${words[Math.floor(index / 11) % 11]} ${(index * 7919).toString(36)}`;
    const all = Array.from({ length: 30_000 }, (_, index) => index);
    const began = performance.now();
    const { pairs } = proposePairs(
      all.map((index) => coupa(String(index), `${nameOf(index)} Ltd`, index % 2 === 0 ? { taxId: `BE${index}` } : {})),
      all.map((index) => m3(`Y${index}`, nameOf(index), { taxId: `BE${index}` })),
    );
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(pairs.filter(({ coupa: one, m3: other }) => `Y${one.id}` === other.number).length).toBeGreaterThan(29_900);
  });
});

describe('suppliers that are alike', () => {
  it('S28: duplicates inside one system are told before anything is linked', () => {
    expect(
      findDuplicates(
        [coupa('1', 'Acme', { taxId: 'BE 1' }), coupa('2', 'Zulu', { taxId: 'be1' }), coupa('3', 'Acme NV')],
        [m3('Y1', 'Acme'), m3('Y1', 'Acme', { company: '200' })],
      ).map(({ why, suppliers }) => [why, suppliers.map((one) => ('id' in one ? one.id : one.number))]),
    ).toEqual([
      ['Coupa: the same tax id', ['1', '2']],
      ['Coupa: the same name', ['1', '3']],
    ]);
  });

  it('S10: names that differ only behind the 36th character are told', () => {
    const name = 'Consolidated Bearings and Transmission';
    expect(findEqualWhenShort([coupa('1', `${name}s`), coupa('2', `${name} Parts`), coupa('3', 'Acme')])).toMatchObject(
      [{ suppliers: [{ id: '1' }, { id: '2' }] }],
    );
    expect(findEqualWhenShort([coupa('1', name), coupa('2', name)])).toEqual([]);
  });
});

describe('the file of pairs', () => {
  it('is read back as it was written: what was sure is linked, the rest is left to a person', () => {
    const proposal = proposePairs(
      [
        coupa('17', '=Acme', { taxId: 'BE1' }),
        coupa('18', 'Zulu, "Pumps"', { number: 'N1' }),
        coupa('19', 'Zulu Pumps'),
      ],
      [m3('Y1', 'Acme', { taxId: 'BE1' }), m3('Y2', 'Zulu Pump'), m3('Y9', 'Quite another')],
    );
    const written = writeMatchFile(proposal);
    expect(written.split('\n')).toEqual([
      'decision,coupa_id,coupa_name,coupa_number,m3_company,m3_number,m3_name,score,why',
      `link,17,'=Acme,,100,Y1,Acme,100,"same tax id; same name"`,
      ',18,"Zulu, ""Pumps""",N1,100,Y2,Zulu Pump,41,"ambiguous: name 0.98; Coupa: the same name as 19"',
      ',19,Zulu Pumps,,100,Y2,Zulu Pump,41,"ambiguous: name 0.98; Coupa: the same name as 18"',
      ',,,,100,Y9,Quite another,,only in M3',
      '',
    ]);
    expect(read(written)).toEqual({ decisions: [{ line: 2, coupaId: '17', answer: 'Y1' }], problems: [] });
  });

  it('names every bad row with line, column and value, all at once', () => {
    const rows = [
      'decision;coupa_id;m3_number',
      'lnk;1;Y1',
      'link;one;Y1',
      'link;2;',
      'link;3;Y1234567890',
      'link;4;Y1',
      'link;5;Y1',
      'new;4;',
      'skip;x;',
      'link;;Y2',
    ];
    expect(read(rows.join('\n')).problems).toEqual([
      'line 2, decision: "lnk" is none of link, new, skip',
      'line 3, coupa_id: "one" is no id of Coupa’s',
      'line 4, m3_number: is empty: whom to link with',
      'line 5, m3_number: "Y1234567890" has more than M3’s 10 characters',
      'line 7, m3_number: "Y1" is linked with supplier 4 of Coupa in line 6 already: keep one of them',
      'line 8, decision: supplier 4 of Coupa is "new" here and "Y1" in line 6: keep one of them',
      'line 10, coupa_id: is empty: the id of Coupa’s supplier',
    ]);
    expect(read('decision,id\nlink,1').problems).toEqual([
      'line 1: the column "coupa_id" is missing',
      'line 1: the column "m3_number" is missing',
    ]);
  });

  it('S08: the same number in two companies is one decision', () => {
    expect(read('decision,coupa_id,m3_company,m3_number\nlink,1,100,Y1\nlink,1,200,Y1').decisions).toEqual([
      { line: 2, coupaId: '1', answer: 'Y1' },
    ]);
  });
});
