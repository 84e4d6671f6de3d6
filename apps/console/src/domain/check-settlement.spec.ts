import type { LegStatus } from '@sluice/shared/messages/document-status';
import { describe, expect, it } from 'vitest';
import { checkSettlement } from './check-settlement.js';

const order = 'purchase-order/7';
const said = { commandId: '01890000-0000-7000-8000-000000000009', step: 'finish' };
const asked = (fix: string): LegStatus => ({
  name: 'm3/100',
  status: 'Unknown outcome',
  reason: { code: 'unknown-outcome', message: 'no answer', fix },
});
const question = asked(
  `Look, then: sluice records settle ${order} --command ${said.commandId} --step finish --verdict done (or not-done)`,
);

describe('what a person says about a step', () => {
  it('is taken where that very step of that very command is asked about', () => {
    expect(checkSettlement([{ name: 'coupa', status: 'Waiting' }, question], order, said)).toBeUndefined();
  });

  it('is taken for a step whose name holds blanks', () => {
    const blanks = asked(`--command ${said.commandId} --step resolve/A B --verdict done (or not-done)`);
    expect(checkSettlement([blanks], order, { ...said, step: 'resolve/A B' })).toBeUndefined();
    expect(checkSettlement([blanks], order, { ...said, step: 'resolve/A' })).toBeDefined();
  });

  it.each([
    ['another step', { ...said, step: 'head' }],
    ['another command', { ...said, commandId: '01890000-0000-7000-8000-000000000001' }],
  ])('is refused for %s, and what is asked is named', (_which, other) => {
    expect(checkSettlement([question], order, other)).toEqual({
      message: expect.stringContaining('Nothing was settled'),
      fix: `Asked is: --command ${said.commandId} --step finish.`,
    });
  });

  it('is refused where nobody asks', () => {
    expect(checkSettlement([{ name: 'm3/100', status: 'Posted' }], order, said)?.fix).toContain(
      'sluice records retry purchase-order/7',
    );
  });

  it('is left to the gateway where the reason names no ids or no step', () => {
    expect(checkSettlement([asked('Look in M3.')], order, said)).toBeUndefined();
    expect(checkSettlement([asked(`--command ${said.commandId} --step STEP`)], order, said)).toBeUndefined();
  });
});
