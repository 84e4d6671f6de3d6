import { describe, expect, it } from 'vitest';
import type { M3Command } from '@sluice/shared/messages/command';
import type { M3Step } from '@sluice/shared/script';
import { fillInCalls, fillInStep } from './fill-in-calls.js';

const command = { company: '100', division: 'AAA' } as M3Command;
const step = (change: Partial<M3Step> = {}): M3Step => ({
  id: 'confirm',
  kind: 'read',
  program: 'PPS200MI',
  independent: false,
  transactions: [{ transaction: 'GetHead', record: { PUNO: { from: 'find', field: 'PUNO' } }, returns: ['YRE1'] }],
  ...change,
});
const found = { find: [[{ PUNO: '4500001' }, { PUNO: '4500002' }], [{ PUNO: '4500003' }]] };

describe('the calls of a step', () => {
  it('take a value from the first record that the named step returned', () => {
    expect(fillInStep(command, step({ absentCodes: ['WPU0803'] }), found)).toEqual([
      {
        program: 'PPS200MI',
        company: '100',
        division: 'AAA',
        transaction: 'GetHead',
        record: { PUNO: '4500001' },
        returns: ['YRE1'],
        absentCodes: ['WPU0803'],
      },
    ]);
  });

  it('ask for a page of a list where the step wants no more', () => {
    expect(fillInStep(command, step({ recordsMax: 100 }), found)).toMatchObject([{ recordsMax: 100 }]);
  });

  it('come once for each record of `forEach`, in order', () => {
    const calls = fillInStep(command, step({ forEach: 'find' }), found);
    expect(calls).toMatchObject(['4500001', '4500002', '4500003'].map((PUNO) => ({ record: { PUNO } })));
  });

  it('are none where `forEach` has no record', () => {
    expect(fillInStep(command, step({ forEach: 'find' }), { find: [[]] })).toEqual([]);
  });

  it.each([
    ['the step returned nothing', { find: [[]] }],
    ['the step was not run', {}],
    ['the field is not among what it returned', { find: [[{ YRE1: '2400' }]] }],
    ['the field is blank', { find: [[{ PUNO: '' }]] }],
    ['the field is a secret that was masked', { find: [[{ PUNO: '••••0001' }]] }],
  ])('cannot be filled in when %s', (_, returned) => {
    expect(fillInStep(command, step(), returned)).toEqual({ unresolvable: expect.stringContaining('PUNO') });
  });

  it('keep a sealed value sealed', () => {
    const BANO = { sealed: 'x', keyId: 'k', of: 'supplier/7#iban', fingerprint: 'f', lastFour: '3000' };
    const addAccount = { transaction: 'AddBankAccount', record: { BANO }, returns: [] };
    expect(fillInStep(command, step({ transactions: [addAccount] }), {})).toMatchObject([{ record: { BANO } }]);
  });

  it('cannot be spread over a step that was not run', () => {
    expect(fillInStep(command, step({ forEach: 'find' }), {})).toHaveProperty('unresolvable');
  });

  it('leave the division out where the command has none', () => {
    const [call] = fillInStep({ company: '100' } as M3Command, step(), found) as readonly object[];
    expect(call).not.toHaveProperty('division');
  });

  it('of an undo or a probe name their program themselves', () => {
    const undo = { program: 'PPS370MI', transaction: 'DeleteEntry', record: { MSGN: '12' }, returns: [] };
    expect(fillInCalls(command, [undo], {})).toMatchObject([{ program: 'PPS370MI', record: { MSGN: '12' } }]);
  });
});
