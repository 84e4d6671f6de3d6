import { describe, expect, it } from 'vitest';
import { MalformedRequest } from './execute-request.js';
import { parseSingle } from './parse-single.js';

describe('a single call', () => {
  it("is read as Infor's SDK writes it, options as matrix parameters", () => {
    const segment = 'GetBasicData;metadata=false;maxrecs=7;excludempty=true;cono=100;divi=AAA;returncols=SUNO,SUNM';
    expect(parseSingle('CRS620MI', segment, 'SUNO=Y30001&_rid=0815')).toEqual({
      version: 'v2',
      transport: 'single',
      program: 'CRS620MI',
      cono: 100,
      divi: 'AAA',
      excludeEmptyValues: true,
      rightTrim: true,
      extendedResult: false,
      dateFormat: 'YMD8',
      metadata: false,
      maxReturnedRecords: 7,
      transactions: [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' }, selectedColumns: ['SUNO', 'SUNM'] }],
    });
  });

  it('is read with options in the query', () => {
    const request = parseSingle('PPS200MI', 'LstLine', 'cono=100&righttrim=true&maxrecs=0&dateformat=YMD8&PUNO=45%20');
    expect(request).toMatchObject({ cono: 100, rightTrim: true, maxReturnedRecords: 0 });
    expect(request.transactions[0]?.record).toEqual({ PUNO: '45 ' });
  });

  it('takes every generic parameter, in the query too', () => {
    const generic =
      'cono=100&divi=AAA&lanc=DE&locale=de-DE&timeZone=Europe%2FBerlin&maxrecs=5&dateformat=YMD8-&excludeempty=true' +
      '&righttrim=false&returncols=SUNO&format=json&extendedresult=true&metadata=true';
    expect(parseSingle('CRS620MI', 'LstSuppliers', `${generic}&FRSU=Y`)).toMatchObject({
      divi: 'AAA',
      maxReturnedRecords: 5,
      dateFormat: 'YMD8-',
      excludeEmptyValues: true,
      rightTrim: false,
      extendedResult: true,
      metadata: true,
      transactions: [{ record: { FRSU: 'Y' }, selectedColumns: ['SUNO'] }],
    });
  });

  it.each([
    ['an option that there is not', 'GetBasicData;trim=true', ''],
    ['a date format that there is not', 'GetBasicData;dateformat=ISO', ''],
    ['another format than JSON', 'GetBasicData;format=xml', ''],
    ['a company that is no number', 'GetBasicData;cono=A', ''],
    ['a division without a company', 'GetBasicData;divi=AAA', ''],
  ])('is refused with %s', (_, segment, query) => {
    expect(() => parseSingle('CRS620MI', segment, query)).toThrow(MalformedRequest);
  });
});
