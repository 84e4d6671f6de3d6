import { given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../tests/settings.js';
import { m3Transactions } from '../../m3-transactions.js';
import { metadataDomain } from './metadata-domain.js';
import { readMetadata } from './read-metadata.js';

const day = 86_400_000;
const domain = metadataDomain({ ...settings, metadataEveryMs: day }, m3Transactions);
const document = given(domain, '100');
const readAt = '2026-03-10T08:00:00.000Z';

const field = (FLNM: string, LENG: string, MAND = '0') => ({ FLNM, LENG, MAND });
const fields = [
  [field('SUNO', '10')],
  [],
  [field('PITD', '30'), field('ITNO', '15')],
  [],
  [],
  [field('PUNO', '10')],
  [],
];
const known = document.reading('m3', readMetadata, fields, { readAt });

describe('the fields of a tenant', () => {
  it('are asked of it from the start', () => {
    expect(domain.seeds).toEqual(['100']);
    expect(document.whenDecided().about('m3')).toMatchObject({
      decision: 'send',
      script: { kind: 'read', company: '100', steps: [{ program: 'MRS001MI' }] },
    });
  });

  it('are kept and told, with the transactions that it has', () => {
    expect(known.at(readAt).whenDecided().about('m3')).toEqual({
      decision: 'done',
      status: 'Posted',
      until: '2026-03-11T08:00:00.000Z',
      publish: [
        {
          topic: 'xref.m3-metadata.v1',
          key: '100',
          value: {
            company: '100',
            transactions: {
              'PPS370MI AddHead': { SUNO: 10 },
              'PPS370MI AddLine': { PITD: 30, ITNO: 15 },
              'PPS370MI GetBatchHead': { PUNO: 10 },
            },
            mandatory: { 'PPS370MI AddHead': [], 'PPS370MI AddLine': [], 'PPS370MI GetBatchHead': [] },
          },
        },
      ],
    });
  });

  it('are asked again after a day, or when a person asks', () => {
    expect(known.at(readAt).askedBy('anna').whenDecided().about('m3')).toMatchObject({ decision: 'send' });
    expect(known.at('2026-03-11T07:59:59.000Z').whenDecided().about('m3')).toMatchObject({ decision: 'done' });
    expect(known.at('2026-03-11T08:00:01.000Z').whenDecided().about('m3')).toMatchObject({ decision: 'send' });
  });

  it('say beside them which are mandatory here and left out by orders', () => {
    const demanding = [[field('SUNO', '10', '1'), field('MODL', '3', '1')], [], [], [], [], [], []];
    const told = document.reading('m3', readMetadata, demanding, { readAt }).at(readAt).whenDecided().about('m3');
    expect(told).toMatchObject({
      status: 'Posted',
      because: { message: 'This M3 calls mandatory what orders do not fill: AddHead MODL' },
      publish: [{ value: { mandatory: { 'PPS370MI AddHead': ['SUNO', 'MODL'] } } }],
    });
  });

  it('that M3 does not tell are no reason to stop: they are asked for again the next day', () => {
    const refusals = [{ step: 'read-fields', code: 'XAU0008', message: 'Not authorised for program MRS001MI' }];
    const refused = document.last('m3', { kind: 'read', result: 'refused', refusals, at: readAt });
    expect(refused.at(readAt).whenDecided().about('m3')).toMatchObject({
      decision: 'done',
      status: 'Ignored',
      until: '2026-03-11T08:00:00.000Z',
      because: { message: expect.stringContaining('Not authorised for program MRS001MI') },
    });
    expect(refused.at('2026-03-11T08:00:01.000Z').whenDecided().about('m3')).toMatchObject({ decision: 'send' });
    expect(refused.at(readAt).askedBy('anna').whenDecided().about('m3')).toMatchObject({ decision: 'send' });
  });
});
