import { describe, expect, it } from 'vitest';
import { checkSettlement } from './check-settlement.js';

const order = 'purchase-order/7';
const said = { commandId: '01890000-0000-7000-8000-000000000009', step: 'finish' };

describe('what a person says about a step', () => {
  it('is taken where that very step of that very command is asked about', () => {
    expect(checkSettlement([{}, { asked: said }], order, said)).toBeUndefined();
    expect(
      checkSettlement([{ asked: said }], order, { ...said, commandId: said.commandId.toUpperCase() }),
    ).toBeUndefined();
  });

  it.each([
    ['another step', { ...said, step: 'head' }],
    ['another command', { ...said, commandId: '01890000-0000-7000-8000-000000000001' }],
  ])('is refused for %s, and what is asked is named', (_which, other) => {
    expect(checkSettlement([{ asked: said }], order, other)).toEqual({
      message: expect.stringContaining('Nothing was settled'),
      fix: `Asked is: --command ${said.commandId} --step finish.`,
    });
  });

  it('is refused where nobody asks', () => {
    expect(checkSettlement([{}], order, said)?.fix).toContain('sluice records retry purchase-order/7');
  });

  it('is left to the gateway where that named no step', () => {
    const { commandId } = said;
    expect(checkSettlement([{ asked: { commandId } }], order, said)).toBeUndefined();
    expect(checkSettlement([{ asked: { commandId } }], order, { ...said, commandId: 'another' })?.fix).toBe(
      `Asked is: --command ${commandId}.`,
    );
  });
});
